namespace OnnxTrain;

/// <summary>x where it is positive, a · x elsewhere, with learned slopes a (He et al., 2015, "Delving deep into rectifiers").</summary>
public sealed class PRelu : Module
{
    /// <summary>Creates a layer with one slope for all elements, or one for each channel.</summary>
    /// <param name="channels">1, or the length of axis 1 of the input.</param>
    /// <param name="slope">The initial value of each slope.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="channels"/> is below 1.</exception>
    public PRelu(int channels = 1, double slope = 0.25)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Weight = Parameter("weight", [channels], Initializer.Constant(slope));
    }

    /// <summary>The slopes below zero: [channels].</summary>
    public Variable Weight { get; }

    /// <summary>A tensor of the same shape as x [batch, channels, …].</summary>
    /// <exception cref="ShapeException">There are several slopes, and axis 1 has another length.</exception>
    public override Value Forward(Value x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (Weight.Count == 1) return x.PRelu(x.Rank == 0 ? Weight.ToValue().Squeeze(0) : Weight);
        if (x.Rank < 2 || x.Shape[1] != Weight.Shape[0])
            throw new ShapeException($"PRelu: {Weight.Count} slopes are for inputs [batch, {Weight.Count}, …], not {x.Shape}.");
        return x.PRelu(Weight.ToValue().Reshape([Weight.Count, .. Enumerable.Repeat((Dimension)1, x.Rank - 2)]));
    }
}
