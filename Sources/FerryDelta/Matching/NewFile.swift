/// The file whose content is to be described with an old one's blocks.
package enum NewFile {
    case file(any RandomAccessBytes)
    /// Of unknown length, readable once.
    case stream(any SequentialBytes)
}
