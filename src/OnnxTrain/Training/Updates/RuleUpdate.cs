namespace OnnxTrain;

/// <summary>An optimizer's update as a graph.</summary>
/// <param name="Updated">The new values.</param>
/// <param name="Slots">The tensors that are kept between steps.</param>
/// <param name="Scalars">The scalars that are kept between steps.</param>
/// <param name="Assignments">The updates of both.</param>
internal sealed record RuleUpdate(
    Value Updated, IReadOnlyList<Variable> Slots, IReadOnlyList<Variable> Scalars, IReadOnlyList<Assignment> Assignments);
