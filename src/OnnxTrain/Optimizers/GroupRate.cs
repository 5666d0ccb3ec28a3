namespace OnnxTrain;

/// <summary>The learning settings of a parameter group.</summary>
/// <param name="Rate">The learning rate, in the parameters' element type: a scalar.</param>
/// <param name="WeightDecay">The weight decay; null for the optimizer's.</param>
/// <param name="IsOwnRate">Whether the rate differs from that of other parameters.</param>
internal sealed record GroupRate(Value Rate, double? WeightDecay, bool IsOwnRate);
