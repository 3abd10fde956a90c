import FerryCore
import FerryEndpoints

extension Endpoint {
    /// Adds a tree to what is there.
    func write(_ model: TreeModel) throws {
        for path in model.paths {
            let node = model[path]!
            let metadata = Metadata(modified: node.modified, permissions: node.permissions)
            switch node.kind {
            case .directory: try createDirectory(at: path, metadata: metadata)
            case .symlink: _ = try links!.createSymlink(at: path, target: node.target!, metadata: metadata)
            default: try write(node.content, to: path, metadata: metadata)
            }
        }
        for path in model.paths.reversed() where model[path]!.isDirectory {
            _ = try apply(Metadata(modified: model[path]!.modified), to: path, kind: .directory)
        }
    }

    func write(_ content: [UInt8], to path: RelativePath, metadata: Metadata = Metadata()) throws {
        let file = try stage(StageRequest(path: path))
        let failure: EndpointError? = content.withUnsafeBytes { bytes in
            do throws(EndpointError) {
                try file.write(bytes, at: 0)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
        _ = try file.commit(metadata: metadata, length: Int64(content.count))
    }

    /// Everything that is there.
    func model() throws -> TreeModel {
        var model = TreeModel()
        let listing = try list(ListingRequest())
        while let page = try listing.next() {
            for item in page {
                guard case .entry(let entry) = item else { throw UnexpectedFailure(item: item) }
                model[entry.path] = TreeModel.Node(
                    kind: entry.kind, content: entry.kind == .file ? try content(of: entry) : [],
                    target: entry.linkTarget, permissions: entry.permissions ?? 0, modified: entry.modified)
            }
        }
        return model
    }

    func content(of entry: Entry) throws -> [UInt8] {
        let reader = try read(entry, range: nil)
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let result: Result<Int, EndpointError> = buffer.withUnsafeMutableBytes { bytes in
                do throws(EndpointError) {
                    return .success(try reader.read(into: bytes))
                } catch {
                    return .failure(error)
                }
            }
            let count = try result.get()
            if count == 0 { return content }
            content += buffer[..<count]
        }
    }
}

struct UnexpectedFailure: Error {
    let item: ListedItem
}
