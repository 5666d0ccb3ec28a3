namespace OnnxTrain.Tests.Ops;

/// <summary>Builds and runs the cases.</summary>
internal static class OpRun
{
    public static Value[] Inputs(OpCase row, ElementType type) =>
        [.. row.Inputs.Select((input, i) => Value.Input($"x{i}", input.Type ?? type, input.Shape))];

    public static Nd[] Data(OpCase row, int batch, int seed = 1)
    {
        var random = new Random(seed);
        return [.. row.Inputs.Select(input => input.Data(random, batch))];
    }

    public static Plan Plan(Value[] feeds, IReadOnlyList<Value> fetches, int batch) =>
        new(new Graph(feeds, fetches), new Dictionary<string, long> { ["batch"] = batch });

    /// <summary>The outputs of a case in the given element type.</summary>
    public static Nd[] Forward(OpCase row, ElementType type, Nd[] data, int batch)
    {
        var inputs = Inputs(row, type);
        var outputs = row.Build(inputs);
        using var plan = Plan(inputs, outputs, batch);
        return Run(plan, inputs, data, outputs);
    }

    public static Nd[] Run(Plan plan, Value[] inputs, Nd[] data, IReadOnlyList<Value> outputs)
    {
        for (var i = 0; i < inputs.Length; i++) Feed(plan, inputs[i], data[i]);
        plan.Run();
        return [.. outputs.Select(o => Fetch(plan, o))];
    }

    public static void Feed(Plan plan, Value value, Nd data)
    {
        if (value.ElementType == ElementType.String) data.Words.CopyTo(plan.Strings(value));
        else TensorData.OfNumbers(data.Items, plan.Type(value).Shape, value.ElementType).Bytes.CopyTo(plan.Bytes(value));
    }

    public static Nd Fetch(Plan plan, Value value)
    {
        var type = plan.Type(value);
        if (value.ElementType == ElementType.String) return new(type.Shape.Sizes(), []) { Words = plan.Strings(value).ToArray() };
        var tensor = TensorData.Empty(type);
        plan.Bytes(value).CopyTo(tensor.Bytes);
        return new(type.Shape.Sizes(), tensor.Numbers());
    }

    /// <summary>As float32 would hold it: a number beyond its range is infinite.</summary>
    public static Nd[] Rounded(Nd[] values) =>
        Array.ConvertAll(values, v => new Nd(v.Sizes, Array.ConvertAll(v.Items, x => (double)(float)x)) { Words = v.Words });

    /// <summary>The largest |got − want| / max(1, |want|); NaN and infinities have to meet their like.</summary>
    public static double Difference(Nd[] want, Nd[] got)
    {
        Assert.Equal(want.Length, got.Length);
        var largest = 0.0;
        for (var k = 0; k < want.Length; k++)
        {
            Assert.Equal(want[k].Sizes, got[k].Sizes);
            Assert.Equal(want[k].Words, got[k].Words);
            Assert.Equal(want[k].Items.Length, got[k].Items.Length);
            for (var i = 0; i < want[k].Items.Length; i++) largest = Math.Max(largest, Difference(want[k].Items[i], got[k].Items[i]));
        }

        return largest;
    }

    public static double Difference(double want, double got) =>
        want.Equals(got) ? 0
        : double.IsFinite(want) && double.IsFinite(got) ? Math.Abs(want - got) / Math.Max(1, Math.Abs(want))
        : double.PositiveInfinity;
}
