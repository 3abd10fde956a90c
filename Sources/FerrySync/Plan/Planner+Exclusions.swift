internal import FerryCore

/// Names that an option wants left alone.
extension Planner {
    /// Why an option wants the name left alone, in the order in which rsync looks at them.
    func exclusion(of entry: Entry, at destination: Entry?) -> Reason? {
        let (source, present) = (entry.attributes, destination?.attributes)
        return presenceExclusion(of: source, at: present) ?? kindExclusion(entry)
            ?? fileExclusion(of: source, at: present)
    }

    func presenceExclusion(of source: Attributes, at present: Attributes?) -> Reason? {
        guard let present else { return options.comparison.onlyExisting ? .doesNotExist : nil }
        if source.isDirectory && present.isDirectory { return nil }
        return options.comparison.ignoresExisting ? .existsAlready : nil
    }

    func fileExclusion(of source: Attributes, at present: Attributes?) -> Reason? {
        guard source.kind == .file else { return nil }
        if let largest = options.selection.maximumSize, source.size > largest { return .tooLarge }
        if let smallest = options.selection.minimumSize, source.size < smallest { return .tooSmall }
        if options.comparison.keepsNewer, let present, present.kind == .file,
            times.isNewer(present, than: source)
        {
            return .newerAtDestination
        }
        return nil
    }

    private func kindExclusion(_ entry: Entry) -> Reason? {
        switch entry.kind {
        case .symlink:
            guard options.selection.links.keep else { return .notRegular }
            return options.selection.links.omitUnsafe && entry.isUnsafeLink ? .unsafeLink : nil
        case .characterDevice, .blockDevice:
            guard options.selection.devices else { return .notRegular }
            return makesDevices ? nil : .needsSuperUser
        case .fifo, .socket: return options.selection.specials ? nil : .notRegular
        default: return nil
        }
    }
}
