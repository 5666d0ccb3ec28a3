namespace OnnxTrain.Tests.Ops;

/// <summary>What the gradient of a case is checked against.</summary>
internal enum GradientCheck
{
    /// <summary>Central differences: the function is smooth at the case's points.</summary>
    Differences,

    /// <summary>Zero: the operator has no gradient.</summary>
    Zero,

    /// <summary>Nothing: the points are kinks, or numbers that are not finite.</summary>
    None,
}

/// <summary>A row of the table of operators: how it is used, on what, and what has to come out.</summary>
/// <param name="Op">The operator that the row is for; null where it is for a method of <see cref="Value"/> that composes others.</param>
/// <param name="Note">What the row is about.</param>
/// <param name="Inputs">Types and elements.</param>
/// <param name="Build">Writes the graph.</param>
/// <param name="Reference">The same in float64, in plain loops, from the formula.</param>
internal sealed record OpCase(Type? Op, string Note, OpInput[] Inputs, Func<Value[], Value[]> Build, Func<Nd[], Nd[]> Reference)
{
    /// <summary>A row with one output.</summary>
    public OpCase(Type op, string note, OpInput[] inputs, Func<Value[], Value> build, Func<Nd[], Nd> reference)
        : this(op, note, inputs, v => [build(v)], x => [reference(x)])
    {
    }

    /// <summary>A row for a method that composes operators.</summary>
    /// <param name="method">The method's name.</param>
    public static OpCase Composed(string method, string note, OpInput[] inputs, Func<Value[], Value[]> build, Func<Nd[], Nd[]> reference) =>
        new(null, note, inputs, build, reference) { Method = method };

    /// <summary>A row for a method with one output.</summary>
    public static OpCase Composed(string method, string note, OpInput[] inputs, Func<Value[], Value> build, Func<Nd[], Nd> reference) =>
        Composed(method, note, inputs, v => [build(v)], x => [reference(x)]);

    /// <summary>The method that composes operators, or null.</summary>
    public string? Method { get; private init; }

    /// <summary>What the row is for: an operator or a method.</summary>
    public string Subject => Method ?? Op!.Name[..^2];

    public string Name => $"{Subject}: {Note}";

    /// <summary>
    /// The float32 tolerance in units of 2⁻²³ · max(1, |value|): 0 where nothing is rounded, 1 for a single rounded operation,
    /// 4 for the vectorized functions of System.Numerics.Tensors, and the length of the sum where one is taken.
    /// </summary>
    public double Ulps { get; init; } = 1;

    public GradientCheck Gradient { get; init; } = GradientCheck.Differences;

    /// <summary>Whether the row is compared in ONNX Runtime; one that is not says why.</summary>
    public bool IsExported { get; init; } = true;

    /// <summary>
    /// Whether it can be written in float64: ONNX Runtime has convolutions, means of windows and resizing of float32 alone, and the matrix
    /// products that take their place need axes that are numbers.
    /// </summary>
    public bool IsFloat64Exported { get; init; } = true;

    public double Float32Tolerance => Ulps / (1 << 23);

    /// <summary>Relative to max(1, |value|).</summary>
    public double Float64Tolerance => Ulps == 0 ? 0 : 1e-12;

    public override string ToString() => Name;
}
