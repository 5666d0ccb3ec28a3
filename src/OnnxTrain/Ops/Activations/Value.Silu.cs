namespace OnnxTrain;

public partial class Value
{
    /// <summary>x · σ(x) of each element, also called swish (Elfwing, Uchibe and Doya, 2017; Ramachandran, Zoph and Le, 2017).</summary>
    public Value Silu() => this * Sigmoid();
}
