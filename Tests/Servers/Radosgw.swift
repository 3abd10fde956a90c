internal import Glibc
package import Harness

/// A Ceph cluster of one store in memory, and its S3 gateway on the loopback interface.
package final class Radosgw: Sendable {
    package static let accessKey = "testaccess"
    package static let secretKey = "testsecret0123456789"

    /// One for all tests, started with the first that asks, ended with the last.
    package static let shared = Radosgw()

    package let port: Int
    private let directory: String
    private let servers: [ServerProcess]

    package var url: String { "http://127.0.0.1:\(port)" }

    /// Nobody can say when the last test has ended: the cluster lives as long as the process, and its files go when the
    /// next one starts.
    private init() {
        directory = Self.freshDirectory()
        port = FreePort.next()
        let monitor = FreePort.next()
        let cluster = Cluster(directory: directory, gateway: port, monitor: monitor)
        cluster.configure()
        cluster.prepare()
        servers = cluster.start()
        servers.last!.waitUntilListening(on: port, log: directory + "/radosgw.log")
    }

    private static func freshDirectory() -> String {
        let place = "/tmp/ferry-test-radosgw"
        let path = "\(place)-\(getpid())"
        // Directories of processes that are gone.
        _ = Program("sh").run([
            "-c", "for d in \(place)-*; do kill -0 \"${d##*-}\" 2>/dev/null || rm -rf \"$d\"; done",
        ])
        mkdir(path, 0o700)
        return path
    }

    package func bucket(_ name: String) {
        let outcome = rclone(["mkdir", "store:\(name)"])
        precondition(outcome.status == 0, "cannot make bucket \(name): \(outcome.errorText)")
    }

    /// Runs rclone, for which `store:` is this store.
    package func rclone(_ arguments: [String]) -> Program.Outcome {
        let remote = "RCLONE_CONFIG_STORE_"
        return Program("rclone").run(
            arguments,
            environment: [
                remote + "TYPE": "s3", remote + "PROVIDER": "Ceph", remote + "ENDPOINT": url,
                "AWS_CA_BUNDLE": "", remote + "ACCESS_KEY_ID": Self.accessKey,
                remote + "SECRET_ACCESS_KEY": Self.secretKey,
            ])
    }
}

/// The files and programs of the cluster.
private struct Cluster {
    let directory: String
    let gateway: Int
    let monitor: Int
    private let package = ServerPackage.radosgw

    private var environment: [String: String] {
        package.environment(libraries: ["usr/lib/x86_64-linux-gnu/ceph"])
    }

    private var arguments: [String] { ["-c", directory + "/ceph.conf"] }

    func configure() {
        let identifier = Program("cat").run(["/proc/sys/kernel/random/uuid"]).outputText.dropLast()
        let text = """
            [global]
            fsid = \(identifier)
            mon_host = [v1:127.0.0.1:\(monitor)]
            public_addr = 127.0.0.1
            cluster_addr = 127.0.0.1
            ms_bind_ipv6 = false
            ms_bind_msgr2 = false
            auth_cluster_required = none
            auth_service_required = none
            auth_client_required = none
            run_dir = \(directory)
            admin_socket =
            crash_dir = \(directory)
            log_file = \(directory)/$type.log
            plugin_dir = \(package.path("usr/lib/x86_64-linux-gnu/ceph"))
            osd_class_dir = \(package.path("usr/lib/x86_64-linux-gnu/rados-classes"))
            erasure_code_dir = \(package.path("usr/lib/x86_64-linux-gnu/ceph/erasure-code"))
            osd_pool_default_size = 1
            osd_pool_default_min_size = 1
            osd_pool_default_pg_num = 8
            osd_pool_default_pgp_num = 8
            osd_pool_default_pg_autoscale_mode = off
            osd_crush_chooseleaf_type = 0
            mon_allow_pool_size_one = true
            mon_max_pg_per_osd = 2000
            osd_failsafe_full_ratio = .995
            [mon]
            mon_data = \(directory)/mon
            mon_data_avail_crit = 1
            mon_data_avail_warn = 2
            mon_osd_full_ratio = .99
            mon_osd_nearfull_ratio = .98
            mon_osd_backfillfull_ratio = .985
            paxos_propose_interval = 0.02
            paxos_min_wait = 0.01
            [osd]
            osd_data = \(directory)/osd
            osd_objectstore = memstore
            memstore_device_bytes = 2147483648
            osd_class_update_on_start = false
            osd_crush_update_on_start = false
            osd_memory_target = 939524096
            [client]
            rgw_data = \(directory)/rgw
            rgw_frontends = beast endpoint=127.0.0.1:\(gateway)
            rgw_thread_pool_size = 64
            rgw_enable_apis = s3, admin
            rgw_enable_usage_log = false
            rgw_enable_quota_threads = false
            rgw_run_sync_thread = false
            rgw_override_bucket_index_max_shards = 1
            rgw_rados_pool_pg_num_min = 8
            rgw_gc_obj_min_wait = 10

            """
        write(Array(text.utf8), "ceph.conf")
        write([], "mon.keyring")
        for name in ["mon", "osd", "rgw"] { mkdir("\(directory)/\(name)", 0o700) }
    }

    /// The map of the cluster already contains its store, so that nobody needs to wait for one to be added.
    func prepare() {
        let identifier = Program("sed").run(["-n", "s/^fsid = //p", directory + "/ceph.conf"]).outputText.dropLast()
        run(
            "monmaptool",
            [
                "--create", "--clobber", "--fsid", String(identifier), "--addv", "a", "[v1:127.0.0.1:\(monitor)]",
                directory + "/monmap",
            ])
        run("osdmaptool", arguments + ["--createsimple", "1", "--clobber", directory + "/osdmap"])
        run(
            "ceph-mon",
            arguments + [
                "--mkfs", "-i", "a", "--monmap", directory + "/monmap", "--osdmap", directory + "/osdmap", "--keyring",
                directory + "/mon.keyring",
            ])
    }

    func start() -> [ServerProcess] {
        let mon = serve("ceph-mon", arguments + ["-f", "-i", "a"])
        mon.waitUntilListening(on: monitor, log: directory + "/mon.log")
        run("ceph-osd", arguments + ["-i", "0", "--mkfs", "--osd-uuid", String(identifier()), "--no-mon-config"])
        let osd = serve("ceph-osd", arguments + ["-f", "-i", "0"])
        run(
            "radosgw-admin",
            arguments + [
                "user", "create", "--uid=test", "--display-name=test", "--access-key=\(Radosgw.accessKey)",
                "--secret-key=\(Radosgw.secretKey)",
            ])
        return [mon, osd, serve("radosgw", arguments + ["-f", "-n", "client.admin"])]
    }

    private func identifier() -> Substring {
        Program("cat").run(["/proc/sys/kernel/random/uuid"]).outputText.dropLast()
    }

    private func serve(_ name: String, _ arguments: [String]) -> ServerProcess {
        ServerProcess(
            [package.path("usr/bin/" + name)] + arguments, environment: environment, log: "\(directory)/\(name).log")
    }

    private func run(_ name: String, _ arguments: [String]) {
        let program = Program("timeout", leading: ["60", package.path("usr/bin/" + name)])
        let outcome = program.run(arguments, environment: environment)
        precondition(outcome.status == 0, "\(name): \(outcome.errorText)")
    }

    private func write(_ bytes: [UInt8], _ name: String) {
        let stream = fopen("\(directory)/\(name)", "w")!
        fwrite(bytes, 1, bytes.count, stream)
        fclose(stream)
    }
}
