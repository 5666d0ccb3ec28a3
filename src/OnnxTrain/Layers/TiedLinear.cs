namespace OnnxTrain;

/// <summary>
/// y = x · W + b with the weight W [out, in] of another linear layer, whose inputs become its outputs: the decoder of an autoencoder with
/// tied weights. It has its own bias; the weight gets the gradients of both uses and is in an exported file only once.
/// </summary>
public sealed class TiedLinear : Module
{
    private readonly Linear _source;

    /// <summary>Creates the transpose of <paramref name="source"/>.</summary>
    /// <param name="source">The layer whose weight is used; it must be part of the same model.</param>
    /// <param name="bias">Whether a learned bias, initially 0, is added to each output.</param>
    public TiedLinear(Linear source, bool bias = true)
    {
        ArgumentNullException.ThrowIfNull(source);
        _source = source;
        Bias = bias ? Parameter("bias", [source.Weight.Shape[1].Size], Initializer.Zeros) : null;
    }

    /// <summary>The source's weight, [source's out, source's in].</summary>
    public Variable Weight => _source.Weight;

    /// <summary>[source's in], or null.</summary>
    public Variable? Bias { get; }

    /// <summary>[…, source's in] for x […, source's out].</summary>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var product = x.MatMul(Weight);
        return Bias is null ? product : product + Bias;
    }
}
