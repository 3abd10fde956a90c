/// Which stores have refused to make objects of others, for runs to come: to ask anew costs a request, and foretells copies that
/// will not be made. Where it is wrong, content is sent that could have been copied.
public protocol CopyMemory: Sendable {
    /// - Parameter store: The store, the bucket, and how objects are encrypted there: some stores do not copy encrypted ones.
    func isKnownToRefuse(_ store: String) -> Bool

    func rememberRefusal(_ store: String)
}
