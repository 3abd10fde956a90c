/// What may be under way in one channel without an answer (RFC 4254, section 5.2): at a round trip of 50 ms, 2 MiB are 40 MB/s,
/// however fast the link is.
public struct ChannelWindow: Hashable, Sendable {
    /// Bytes that a server may send, and bytes that it takes.
    let receiving: Int
    let sending: Int

    /// Of ssh(1) and sshd(8) (`CHAN_SES_WINDOW_DEFAULT` of channels.h).
    public static let usual = ChannelWindow(receiving: 2 << 20, sending: 2 << 20)
}
