namespace OnnxTrain;

public partial class Value
{
    /// <summary>
    /// x where it is positive, α (e^(x/α) − 1) elsewhere: an ELU whose slope at 0 is 1 for every α (Barron, 2017, "Continuously
    /// differentiable exponential linear units").
    /// </summary>
    /// <param name="alpha">α, above 0: the value far below zero is −α.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not above 0.</exception>
    public Value Celu(double alpha = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(alpha);
        return alpha == 1 ? Elu() : Where(this > 0, this, (this / alpha).Elu() * alpha);
    }
}
