namespace OnnxTrain;

/// <summary>An optimizer's update as graph.</summary>
/// <param name="Updated">The new values.</param>
/// <param name="Slots">The tensors that are kept from step to step.</param>
/// <param name="Scalars">The numbers that are kept.</param>
/// <param name="Assignments">What becomes of both.</param>
internal sealed record RuleUpdate(
    Value Updated, IReadOnlyList<Variable> Slots, IReadOnlyList<Variable> Scalars, IReadOnlyList<Assignment> Assignments);
