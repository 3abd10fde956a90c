/// Options about what counts as changed.
package struct ComparisonArguments: Sendable {
    package var content = false
    package var ignoresTimes = false
    package var sizeOnly = false
    package var modifyWindow: OptionText?
    package var update = false
    package var existing = false
    package var ignoreExisting = false
    package var compareDestinations: [OptionText] = []
    package var copyDestinations: [OptionText] = []
    package var linkDestinations: [OptionText] = []
}
