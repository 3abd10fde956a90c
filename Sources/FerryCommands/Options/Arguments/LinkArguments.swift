/// Options about symlinks.
package struct LinkArguments: Sendable {
    package var keep = false
    package var followAll = false
    package var followUnsafe = false
    package var omitUnsafe = false
    package var munge = false
    package var followDirectories = false
    package var keepDestinationDirectories = false
}
