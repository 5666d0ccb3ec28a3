namespace OnnxTrain;

/// <summary>
/// y = the cumulative product of x along a named axis. A plan runs <see cref="CumProdOp"/>. A file has its formula for the longest possible
/// axis: if a shift exceeds the length of the axis, all factors are 1.
/// </summary>
internal sealed record NamedCumProdOp(int Axis, bool Exclusive, bool Reverse) : LengthFormulaOp
{
    private const long Longest = 1L << 31;

    public override string Name => "CumProd";

    public override TensorType[] InferTypes(ReadOnlySpan<TensorType> inputs)
    {
        RequireFloat(inputs);
        return [inputs[0]];
    }

    public override Value[] Formula(IReadOnlyList<Value> x)
    {
        if (x[0].Shape[Axis].IsFixed) return [new CumProdOp(Axis, Exclusive, Reverse).Of(x[0])];
        var y = Exclusive ? Shifted(x[0], 1) : x[0];
        for (long step = 1; step < Longest; step *= 2) y *= Shifted(y, step);
        return [y];
    }

    /// <summary>Shifts the elements by the given number of positions, at most by the length, with ones in front.</summary>
    private Value Shifted(Value x, long places)
    {
        var length = x.Shape[Axis];
        var step = Dimension.Min(places, length);
        var ones = x.Number(1).Expand(x.Shape.With(Axis, step));
        return Reverse
            ? Value.Concat(Axis, x.Narrow(Axis, step, length - step), ones)
            : Value.Concat(Axis, ones, x.Narrow(Axis, 0, length - step));
    }
}
