public import FerryCore
public import FerryEndpoints

/// Calls about many entries: all go out before the first answer is waited for.
extension AgentEndpoint: GroupedCallsRole {
    /// As much as keeps an agent busy for the time of a long round trip.
    public var largestGroup: Int { 512 }

    public func entries(at paths: [RelativePath]) -> [Result<Entry?, EndpointError>] {
        calls(.look, paths, { tree, index in .look(tree, paths[index]) }) { (index, reader) throws(ConnectionFailure) in
            try reader.optional { (reader) throws(ConnectionFailure) in try reader.entry(at: paths[index]) }
        }
    }

    public func createDirectories(_ directories: [DirectoryOrder]) -> [Result<Void, EndpointError>] {
        calls(.createDirectory, directories.map(\.path)) { tree, index in
            .createDirectory(tree, directories[index].path, directories[index].metadata)
        } _: { (_, _) throws(ConnectionFailure) in
        }
    }

    public func apply(_ changes: [MetadataChange]) -> [Result<MetadataFields, EndpointError>] {
        calls(.setMetadata, changes.map(\.path)) { tree, index in
            .apply(tree, changes[index].metadata, changes[index].path, changes[index].kind)
        } _: { (_, reader) throws(ConnectionFailure) in
            MetadataFields(rawValue: try reader.byte())
        }
    }

    public func removeDirectories(_ directories: [RelativePath]) -> [Result<Void, EndpointError>] {
        calls(.remove, directories) { tree, index in
            .remove(tree, directories[index], .directory)
        } _: { (_, _) throws(ConnectionFailure) in
        }
    }

    public func removeLeftovers(in directories: [RelativePath]) -> [Result<Int, EndpointError>] {
        guard roles.contains(.leftovers) else {
            let error = EndpointError(.unsupported, .remove, path: nil, location: location)
            return Array(repeating: .failure(error), count: directories.count)
        }
        return calls(.remove, directories) { tree, index in
            .removeLeftovers(tree, directories[index])
        } _: { (_, reader) throws(ConnectionFailure) in
            try reader.number(as: Int.self)
        }
    }

    /// Makes a call about each of these paths, and reads the results.
    private func calls<Value>(
        _ operation: EndpointError.Operation, _ paths: [RelativePath], _ call: (EndpointNumber, Int) -> Call,
        _ read: (Int, inout WireReader) throws(ConnectionFailure) -> Value
    ) -> [Result<Value, EndpointError>] {
        let answers = answers(to: paths.count, call)
        return paths.indices.map { index in
            Result { () throws(EndpointError) in
                do throws(AnswerError) {
                    var reader = WireReader(try answers[index].get())
                    do throws(ConnectionFailure) { return try read(index, &reader) } catch { throw .lost(error) }
                } catch {
                    throw error.during(operation, paths[index], at: location)
                }
            }
        }
    }

    private func answers(to count: Int, _ call: (EndpointNumber, Int) -> Call) -> [AgentConnection.Answer] {
        do throws(AnswerError) {
            let (connection, tree) = try opened()
            let gathered = GatheredAnswers(count: count)
            for index in 0..<count {
                connection.send(call(tree, index)) { gathered.put($0, at: index) }
            }
            connection.flush()
            return gathered.waitForAll()
        } catch {
            return Array(repeating: .failure(error), count: count)
        }
    }
}

extension AgentEndpoint: BatchRemovalRole {
    public var largestBatch: Int { 2000 }

    /// A call has as many paths as surely fit into a message, and its failures into the answer.
    static let mostInCall = 200

    /// The calls are under way together.
    public func remove(_ paths: [RelativePath]) throws(EndpointError) -> [(RelativePath, EndpointError)] {
        let parts = paths.groups(of: Self.mostInCall)
        var failures: [(RelativePath, EndpointError)] = []
        for answer in answers(to: parts.count, { tree, index in .removeBatch(tree, parts[index]) }) {
            failures += try removalFailures(answer)
        }
        return failures
    }

    private func removalFailures(
        _ answer: AgentConnection.Answer
    ) throws(EndpointError) -> [(RelativePath, EndpointError)] {
        do throws(AnswerError) {
            var reader = WireReader(try answer.get())
            do throws(ConnectionFailure) {
                var failures: [(RelativePath, EndpointError)] = []
                for _ in 0..<(try reader.number()) {
                    let path = try reader.path()
                    failures.append((path, try reader.error(location: location)))
                }
                return failures
            } catch {
                throw .lost(error)
            }
        } catch {
            throw error.during(.remove, .root, at: location)
        }
    }
}
