namespace OnnxTrain;

public partial class Value
{
    /// <summary>x · tanh(ln(1 + eˣ)) of each element (Misra, 2019, "Mish: a self regularized non-monotonic activation function").</summary>
    public Value Mish()
    {
        // tanh(ln(1 + e)) = n / (n + 2) with n = e (e + 2); from x = 20 on it is 1, and the exponent is held there so that it cannot
        // overflow.
        var e = Min(this, Number(20)).Exp();
        var n = e * (e + 2);
        return this * (n / (n + 2));
    }
}
