// Values: what both wire formats, BSON and JSON, are turned into while they are walked.
//
// The readers drive a `ValueSink`, one event a value. The sinks of this module are
//   - `BodyFingerprinter`: an object's id, evidence and body fingerprint in one walk, without an
//     allocation for any value: the hot path of a run. Objects of the usual form it takes as a whole, in C;
//   - `MemberCollector`: the identity of an object and some of its members, for what is looked up again;
//   - `ValueTreeBuilder`: a tree of the values, for what is small, shown or compared member by member;
//   - `TypedValueBuilder`: a tree that keeps every type, for what is turned into another form;
//   - `RepeatedNames`: names that stand in an object twice;
//   - `DiscardingSink`: nothing, where only their being well-formed is of interest.
// Values are compared in one of two spaces (`ValueSpace`); `BodyComparison` says at which paths two bodies
// differ. Beside them stand the forms that values share: ids (`ObjectKey`), evidence, ISO dates, decimals.
//
// What it does not promise: fingerprints are keyed, so those of two runs can be compared only when
// both runs used the same key.
