namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// x · Φ(x) of each element, Φ the distribution function of the standard normal: ½ x (1 + erf(x/√2)), or its tanh form
    /// (Hendrycks and Gimpel, 2016, "Gaussian error linear units").
    /// </summary>
    public Value Gelu(GeluApproximation approximation = GeluApproximation.None)
    {
        return approximation switch
        {
            GeluApproximation.None => new GeluOp().Of(this),
            GeluApproximation.Tanh => this * 0.5 * (1 + ((this + (0.044715 * (this * this * this))) * Math.Sqrt(2 / Math.PI)).Tanh()),
            _ => throw new ArgumentOutOfRangeException(nameof(approximation), approximation, "No such form of GELU."),
        };
    }
}
