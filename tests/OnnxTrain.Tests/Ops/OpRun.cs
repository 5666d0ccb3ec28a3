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
        switch (value.ElementType)
        {
            case ElementType.Float32: Array.ConvertAll(data.Items, x => (float)x).CopyTo(plan.Elements<float>(value)); break;
            case ElementType.Float64: data.Items.CopyTo(plan.Elements<double>(value)); break;
            case ElementType.Int64: Array.ConvertAll(data.Items, x => (long)x).CopyTo(plan.Elements<long>(value)); break;
            case ElementType.Int32: Array.ConvertAll(data.Items, x => (int)x).CopyTo(plan.Elements<int>(value)); break;
            case ElementType.UInt8: Array.ConvertAll(data.Items, x => (byte)x).CopyTo(plan.Elements<byte>(value)); break;
            case ElementType.Bool: Array.ConvertAll(data.Items, x => x != 0).CopyTo(plan.Elements<bool>(value)); break;
            default: data.Words.CopyTo(plan.Strings(value)); break;
        }
    }

    public static Nd Fetch(Plan plan, Value value)
    {
        var sizes = plan.Type(value).Shape.Sizes();
        return value.ElementType switch
        {
            ElementType.Float32 => new(sizes, Array.ConvertAll(plan.Elements<float>(value).ToArray(), x => (double)x)),
            ElementType.Float64 => new(sizes, plan.Elements<double>(value).ToArray()),
            ElementType.Int64 => new(sizes, Array.ConvertAll(plan.Elements<long>(value).ToArray(), x => (double)x)),
            ElementType.Int32 => new(sizes, Array.ConvertAll(plan.Elements<int>(value).ToArray(), x => (double)x)),
            ElementType.UInt8 => new(sizes, Array.ConvertAll(plan.Elements<byte>(value).ToArray(), x => (double)x)),
            ElementType.Bool => new(sizes, Array.ConvertAll(plan.Elements<bool>(value).ToArray(), x => x ? 1.0 : 0.0)),
            _ => new(sizes, []) { Words = plan.Strings(value).ToArray() },
        };
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
