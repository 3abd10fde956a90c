internal import FerryCore
internal import FerryEndpoints

/// Files with several names.
extension TransferWorker {
    /// Brings one name up to date, then links the others to it.
    func link(_ group: LinkGroup) throws(EndpointError) {
        let actions = try actions(for: group)
        guard let (number, plan) = leader(of: actions) else { return }
        var planned = plan
        planned.action.mayWait = false
        described = nil
        var content = planned.content
        let action = planned.action
        let leader = group.members[number]
        if let transfer = try begin(planned, in: leader.directory) {
            var staged = [(transfer, leader.directory)]
            // What has the name now would be another file.
            if commit(&staged).isEmpty { return }
            described = transfer.content
            content = transfer.content
        } else if context.deliveries?.isWithheld(action.path) == true {
            return
        }
        let linked = context.isDryRun ? leader.destination : try context.destination.entry(at: action.path)
        let unchanged = action.kind == .skip || action.kind == .setMetadata
        // As with rsync, which knows it of every name then.
        let digest = context.options.comparison.content ? context.reportedDigest(of: content) : nil
        for (other, plan) in actions where other != number && !plan.action.isLeftOut {
            let member = group.members[other]
            do throws(EndpointError) {
                try self.actions.link(
                    member, to: action.path, now: context.isDryRun && !unchanged ? nil : linked,
                    isSame: plan.action.kind == .skip && plan.action.reason.meansSame, digest)
                if described != nil || member.item.entry.kind != .file {
                    context.manifests.recording?.add(member.item.entry, described)
                }
                try context.announceCheckFile(beside: member.item, isSent: !unchanged)
                if let described {
                    context.writeCheckFileLater(described, beside: member.item, in: member.directory, late)
                }
                removeSource(of: Action(.link, member.item, destination: linked, reason: .hardLink))
            } catch  where error.code == .unsupported {
                copy(plan, in: member.directory)
            } catch {
                fail(error)
            }
        }
    }

    /// A name that cannot be a link is a file of its own.
    private func copy(_ plan: Planned, in directory: DirectoryNode) {
        do throws(EndpointError) {
            guard let transfer = try begin(plan, in: directory) else { return }
            var staged = [(transfer, directory)]
            commit(&staged)
            context.tally.hardLinkNotKept()
        } catch {
            fail(error)
        }
    }

    /// What each name needs, as far as that must be known: up to the first that has its content already. Names that an
    /// option leaves out are told.
    private func actions(for group: LinkGroup) throws(EndpointError) -> [(number: Int, plan: Planned)] {
        var actions: [(number: Int, plan: Planned)] = []
        for (number, member) in group.members.enumerated() {
            guard let plan = try plan(for: member) else { continue }
            if plan.action.isLeftOut { _ = try self.actions.perform(plan.action, in: member.directory) }
            actions.append((number, plan))
        }
        return actions
    }

    /// rsync's choice: of a file's names the first that the destination or a reference tree has as a file, whether its
    /// content is right already or not; else the last one. What has no content is made under its first name.
    private func leader(of actions: [(number: Int, plan: Planned)]) -> (number: Int, plan: Planned)? {
        let taking = actions.filter { !$0.plan.action.isLeftOut }
        guard taking.first?.plan.action.item.entry.kind == .file else { return taking.first }
        return taking.first { number, plan in
            plan.action.destination?.kind == .file || plan.action.reference != nil
        } ?? taking.last
    }

    private func plan(for member: LinkGroup.Member) throws(EndpointError) -> Planned? {
        switch context.planner.decide(member.item, destination: member.destination, reference: member.reference) {
        case .action(let action): return Planned(action: action)
        case .compareContent: return try compared(member.item, member.destination!)
        }
    }
}

extension Action {
    /// An option keeps the run from touching this name.
    fileprivate var isLeftOut: Bool { kind == .skip && !reason.meansSame && reason != .inReferenceTree }
}
