namespace OnnxTrain;

/// <summary>The units behind one activation that can be exactly zero: ReLU, hard sigmoid, hard swish.</summary>
/// <param name="Name">The path of the activation, such as <c>activation1</c>.</param>
/// <param name="Units">How many units there are: the elements of one row of the activation's output.</param>
/// <param name="Dead">How many of them are zero for every row. No gradient flows through them, so training hardly revives them.</param>
public sealed record UnitDiagnosis(string Name, int Units, int Dead)
{
    /// <summary>The fraction of units that are dead.</summary>
    public double DeadShare => Units == 0 ? 0 : (double)Dead / Units;
}
