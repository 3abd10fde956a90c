/// Options about web servers.
package struct WebArguments: Sendable {
    package var headers: [OptionText] = []
    package var certificates: OptionText?
}
