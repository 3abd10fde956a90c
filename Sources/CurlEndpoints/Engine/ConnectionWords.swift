/// What libcurl says of a connection that could not be made: the only place where it names the proxy that its environment
/// told it of (`CURLINFO_USED_PROXY` came with 8.7).
enum ConnectionWords {
    /// `HOST:PORT` of the proxy, where another host or port than the URL's was tried: of
    /// `Failed to connect to HOST port PORT after 0 ms: ...`. Nil where that is not what the words say.
    static func proxy(in words: String, asking url: String) -> String? {
        let parts = words.split(separator: " ", maxSplits: 7)
        guard parts.count == 8, parts[..<3] == ["Failed", "to", "connect"], parts[3] == "to", parts[5] == "port",
            let tried = UInt16(parts[6]), let asked = WebURL(url)?.origin
        else { return nil }
        let host = parts[4].lowercased()
        return host == asked.host && tried == asked.port ? nil : "\(host):\(tried)"
    }
}
