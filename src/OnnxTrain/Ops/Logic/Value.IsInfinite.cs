namespace OnnxTrain;

public partial class Value
{
    /// <summary>Whether each element is +∞ or −∞.</summary>
    public Value IsInfinite() => Abs().EqualTo(double.PositiveInfinity);

    /// <summary>Whether each element is neither infinite nor NaN.</summary>
    public Value IsFinite() => Abs() < double.PositiveInfinity;
}
