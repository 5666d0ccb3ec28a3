namespace OnnxTrain;

public partial class Value
{
    /// <summary>x / (1 + |x|) of each element (Bergstra, Desjardins, Lamblin and Bengio, 2009).</summary>
    public Value Softsign() => this / (1 + Abs());
}
