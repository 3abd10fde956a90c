internal import CCurl
internal import FerryCore
internal import FerryEndpoints

/// A handle of libcurl, used for one request after another by the engine's thread.
final class EasyHandle {
    let raw: UnsafeMutableRawPointer
    private let curl: UnsafePointer<ferry_curl>
    private var lists: [UnsafeMutablePointer<curl_slist>?] = []
    /// libcurl writes its own words for a failure there.
    private let message = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private(set) var exchange: Exchange?

    init?(_ library: CurlLibrary) {
        curl = library.functions
        guard let raw = curl.pointee.easy_init() else { return nil }
        self.raw = raw
    }

    deinit {
        curl.pointee.easy_cleanup(raw)
        freeLists()
        message.deallocate()
    }

    /// Makes the handle ready for a request. What the options point to lives until `clear`.
    func prepare(_ exchange: Exchange, _ settings: EngineSettings) {
        self.exchange = exchange
        message.pointee = 0
        let request = exchange.request
        set(CURLOPT_URL, request.url)
        setMethod(request)
        setHeaders(request)
        setCallbacks(exchange)
        setLimits(request, settings)
        if let certificate = request.certificate { setCertificate(certificate) }
    }

    /// Frees what the last request needed, keeping connections.
    func clear() {
        curl.pointee.easy_reset(raw)
        freeLists()
        exchange = nil
    }

    func resume() {
        _ = curl.pointee.easy_pause(raw, CURLPAUSE_CONT)
    }

    /// The failure that a status stands for; nil for success.
    func failure(_ status: CURLcode) -> CurlFailure? {
        if status == CURLE_OK { return nil }
        if status == CURLE_WRITE_ERROR { return CurlFailure(.tooLong, "the response is too long") }
        let words = message.pointee == 0 ? curl.pointee.easy_strerror(status) : UnsafePointer(message)
        let reason = words.map { String(cString: $0) } ?? "error \(status.rawValue)"
        switch status {
        case CURLE_COULDNT_CONNECT where systemError != 0:
            let proxy = exchange.flatMap { ConnectionWords.proxy(in: reason, asking: $0.request.url) }
            let why = ConnectionFailure.reason(systemError)
            return CurlFailure(.curl(status.rawValue), proxy.map { "the proxy \($0): \(why)" } ?? why)
        case CURLE_COULDNT_RESOLVE_PROXY:
            return CurlFailure(.curl(status.rawValue), "the name of the proxy is not known: \(reason)")
        case CURLE_COULDNT_RESOLVE_HOST: return CurlFailure(.curl(status.rawValue), ConnectionFailure.unknownHost)
        // What libcurl quotes then is OpenSSL's own words, of which few tell what it is about.
        case CURLE_SSL_CONNECT_ERROR: return CurlFailure(.curl(status.rawValue), "the TLS handshake failed: \(reason)")
        // Of the protocols that are asked for, none is missing: this is how an answer in no known version of HTTP is refused.
        case CURLE_UNSUPPORTED_PROTOCOL: return CurlFailure(.curl(status.rawValue), "what answers does not speak HTTP")
        default: return CurlFailure(.curl(status.rawValue), reason)
        }
    }

    var status: Int {
        var code = 0
        _ = ferry_curl_get_long(curl, raw, CURLINFO_RESPONSE_CODE, &code)
        return code
    }

    /// Of the last attempt to connect (errno); 0 where there was none that failed.
    private var systemError: CInt {
        var number = 0
        _ = ferry_curl_get_long(curl, raw, CURLINFO_OS_ERRNO, &number)
        return CInt(truncatingIfNeeded: number)
    }

    // MARK: Options

    private func setMethod(_ request: CurlRequest) {
        switch request.body {
        case .none where request.method == .head: set(CURLOPT_NOBODY, 1)
        case .none where request.method == .post || request.method == .put: setBody(nil, 0)
        case .none: break
        case .bytes(let bytes): setBody(bytes.bytes.baseAddress, bytes.count)
        case .stream: setUpload(request.body)
        }
        if request.method != .get && request.method != .head { set(CURLOPT_CUSTOMREQUEST, request.method.name) }
    }

    private func setHeaders(_ request: CurlRequest) {
        var lines = request.headers
        // No waiting for "100 Continue", and no type that libcurl makes up for a POST.
        lines.append("Expect:")
        if !lines.contains(where: { $0.lowercased().hasPrefix("content-type:") }) { lines.append("Content-Type:") }
        set(CURLOPT_HTTPHEADER, list(of: lines.map { Array($0.utf8) }))
    }

    /// A body that is asked for piece by piece.
    func setUpload(_ body: CurlRequest.Body) {
        set(CURLOPT_UPLOAD, 1)
        _ = ferry_curl_set_size(curl, raw, CURLOPT_INFILESIZE_LARGE, curl_off_t(body.length ?? -1))
        set(CURLOPT_UPLOAD_BUFFERSIZE, 256 * 1024)
    }

    /// Small bodies go out together with the head; larger ones straight from memory, without a callback.
    private func setBody(_ bytes: UnsafeRawPointer?, _ count: Int) {
        set(CURLOPT_POST, 1)
        _ = ferry_curl_set_size(curl, raw, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(count))
        if let bytes { set(CURLOPT_POSTFIELDS, bytes) } else { "".withCString { set(CURLOPT_COPYPOSTFIELDS, $0) } }
        set(CURLOPT_UPLOAD_BUFFERSIZE, count > 64 * 1024 ? 512 * 1024 : 64 * 1024)
    }

    private func setCallbacks(_ exchange: Exchange) {
        let context = Unmanaged.passUnretained(exchange).toOpaque()
        set(CURLOPT_HEADERDATA, context)
        set(CURLOPT_WRITEDATA, context)
        set(CURLOPT_READDATA, context)
        set(CURLOPT_PRIVATE, Unmanaged.passUnretained(self).toOpaque())
        _ = ferry_curl_set_data(curl, raw, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
            Exchange.from(context).receive(line: line)
            return size * count
        }
        _ = ferry_curl_set_data(curl, raw, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            let exchange = Exchange.from(context)
            if exchange.keptLength > exchange.request.mostKept { return 0 }
            return exchange.receive(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        _ = ferry_curl_set_data(curl, raw, CURLOPT_READFUNCTION) { bytes, size, count, context in
            Exchange.from(context).fill(UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
        }
    }

    /// A slow disk copies a GiB in some minutes.
    private static let patienceWithWork = 10

    private func setLimits(_ request: CurlRequest, _ settings: EngineSettings) {
        set(CURLOPT_ERRORBUFFER, message)
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_PATH_AS_IS, 1)
        set(CURLOPT_HTTP_VERSION, request.allowsHTTP2 ? CURL_HTTP_VERSION_2TLS : CURL_HTTP_VERSION_1_1)
        set(CURLOPT_TCP_KEEPALIVE, 1)
        set(CURLOPT_CONNECTTIMEOUT_MS, settings.connectTimeout * 1000)
        if let patience = request.patience { set(CURLOPT_TIMEOUT_MS, patience * 1000) }
        set(CURLOPT_LOW_SPEED_LIMIT, 1)
        set(CURLOPT_LOW_SPEED_TIME, settings.stallTimeout * (request.mayTakeLong ? Self.patienceWithWork : 1))
        set(CURLOPT_USERAGENT, "ferry")
        // Buffers are allocated for each request: large ones only where they save calls.
        set(CURLOPT_BUFFERSIZE, request.expectedLength > 128 * 1024 ? 512 * 1024 : 16 * 1024)
        if let file = settings.certificateFile ?? request.certificateFile { set(CURLOPT_CAINFO, file) }
    }

    private func setCertificate(_ certificate: ClientCertificate) {
        set(CURLOPT_SSLCERT, certificate.certificate)
        set(CURLOPT_SSLKEY, certificate.key)
        // Without one, OpenSSL would ask on the terminal.
        set(CURLOPT_KEYPASSWD, certificate.password ?? "")
    }

    func set(_ option: CURLoption, _ value: Int) {
        _ = ferry_curl_set_long(curl, raw, option, value)
    }

    func set(_ option: CURLoption, _ value: UnsafeRawPointer?) {
        _ = ferry_curl_set_pointer(curl, raw, option, value)
    }

    func set(_ option: CURLoption, _ text: String) {
        text.withCString { set(option, UnsafeRawPointer($0)) }
    }

    /// A list as libcurl takes it, alive until `clear`; nil for an empty one.
    func list(of lines: [[UInt8]]) -> UnsafeRawPointer? {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            (line + [0]).withUnsafeBufferPointer { bytes in
                bytes.withMemoryRebound(to: CChar.self) { list = curl.pointee.slist_append(list, $0.baseAddress) }
            }
        }
        lists.append(list)
        return UnsafeRawPointer(list)
    }

    private func freeLists() {
        for list in lists { curl.pointee.slist_free_all(list) }
        lists = []
    }
}

extension Exchange {
    /// The exchange that a callback belongs to; its handle retains it.
    fileprivate static func from(_ context: UnsafeMutableRawPointer?) -> Exchange {
        Unmanaged<Exchange>.fromOpaque(context!).takeUnretainedValue()
    }
}
