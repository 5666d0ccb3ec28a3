namespace OnnxTrain;

public partial class Value
{
    /// <summary>x² of each element.</summary>
    public Value Square() => this * this;

    /// <summary>1 / √x of each element.</summary>
    public Value Rsqrt() => Sqrt().Reciprocal();
}
