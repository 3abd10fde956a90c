/// The number that stands for a call in a message. New ones go to the end; none is ever given to something else.
enum CallNumber: UInt8 {
    case open = 1
    case close, look, list, read, digest, sign, createDirectory, remove, removeBatch, removeLeftovers, apply,
        createSymlink
    case createHardLink, createSpecialFile, rename, synchronizeFiles, synchronizeDirectories, stage, write, copy, hole
    case readBack, checkpoint, synchronize, commit, keep, discard, release, ping, digestStaged, compress, commitChecked,
        nameOfAccount, numberOfAccount
}
