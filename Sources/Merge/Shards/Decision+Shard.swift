extension Decision {
  /// Completes the plan of a shard: it says what became of the objects, and decides nothing, for guards, references and
  /// unique indexes concern all parts.
  ///
  /// - Parameter shard: which one it is.
  func describe(_ shard: Shard) throws(MergeError) {
    options.progress?.begin(.deciding)
    // What cannot be asked for is refused here already.
    _ = try ObjectFilter(options.selection, backups: plan.backups)
    for run in tables.all where isListed(run) || bringsReferences(run) {
      let decision = TableDecision(run, plan: plan, guards: guards, tables: tables)
      decision.count()
      if isListed(run) { decision.selectChanged(ids: selected.ids) }
      plan.tables.append(decision.planned)
    }
    plan.namedIDs = namedIDs
    plan.warnings.append(Warning(table: nil, kind: .shard(shard)))
  }

  /// Whether objects of a table that is not selected may go with the selected ones, as the references of all parts say.
  private func bringsReferences(_ run: TableRun) -> Bool { options.selection.followsReferences && run.backupCount > 0 }
}
