extension Decision {
  /// Completes the plan of a shard: it says what became of the objects, and decides nothing, for guards, references and
  /// unique indexes concern all parts.
  ///
  /// - Parameter shard: which one it is.
  func describe(_ shard: Shard) throws(MergeError) {
    options.progress?.begin(.deciding)
    // What cannot be asked for is refused here already.
    _ = try ObjectFilter(options.selection, backups: plan.backups)
    // Objects of any table may go with the selected ones, as the references of all parts will say.
    for run in tables.all where isListed(run) || options.selection.followsReferences {
      let decision = TableDecision(run, plan: plan, guards: guards, tables: tables)
      decision.count()
      if isListed(run) { decision.selectChanged(ids: selected.ids) }
      plan.tables.append(decision.planned)
    }
    plan.namedIDs = try namedIDs()
    plan.warnings.append(Warning(table: nil, kind: .shard(shard)))
  }
}
