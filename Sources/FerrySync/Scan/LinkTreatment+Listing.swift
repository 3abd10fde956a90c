internal import FerryEndpoints

extension LinkTreatment {
    /// The policy that a listing is asked for.
    var listingPolicy: ListingRequest.LinkPolicy {
        if followAll { return .followAll }
        if followUnsafe { return .followUnsafe }
        return followDirectories ? .followDirectories : .keep
    }
}
