namespace OnnxTrain.Tests.Execution;

/// <summary>Graphs of random operators, whose values branch, join, stretch, shrink and look at each other's memory.</summary>
internal sealed class RandomGraph
{
    private readonly Random _random;
    private readonly List<Value> _values = [];

    public RandomGraph(int seed, int size, int operators)
    {
        _random = new(seed);
        Inputs =
        [
            Value.Input("matrix", ElementType.Float32, [size, 8]), Value.Input("row", ElementType.Float32, [8]),
            Value.Input("number", ElementType.Float32, []),
        ];
        _values.AddRange(Inputs);
        for (var i = 0; i < operators; i++) _values.Add(Next());
    }

    public Value[] Inputs { get; }

    /// <summary>All values that were computed.</summary>
    public IReadOnlyList<Value> Computed => _values[Inputs.Length..];

    public Value Last => _values[^1];

    private Value Next()
    {
        var x = Pick();
        return _random.Next(16) switch
        {
            0 => x + Matching(x),
            1 => x * Matching(x),
            2 => x - Matching(x),
            3 => Value.Max(x, Matching(x)),
            4 => x.Tanh(),
            5 => x.LeakyRelu(0.3),
            6 => x.Softplus(),
            7 => Value.Where(x > Matching(x), x, 0.5 * x),
            8 => x.Rank > 0 ? x.Softmax() : x.Sigmoid(),
            9 => x.Rank > 1 ? x.Transpose().Reshape(x.Shape) : x.Identity(),
            10 => x.Rank > 1 ? x.Mean(0) : x.Sum() * 0.1,
            11 => x.Rank > 1 ? x.Sum(true, 1) * 0.1 : x.Elu(),
            12 => x.Rank > 1 ? x.Reshape([x.Shape[0].Size * x.Shape[1].Size]).Clip(-1, 1).Reshape(x.Shape) : x.Clip(-1, 1),
            13 => x.Rank == 2 && x.Shape[1].Size == 8 ? x.MatMul(x.Transpose().MatMul(x) * 0.001) : x.Abs(),
            14 => x.Rank == 2 && x.Shape[1].Size == 8 ? Value.Concat(1, x.Slice(1, 4, 8), x.Slice(1, 0, 4)) : -x,
            _ => (x > x.Number(0)).Cast(x.ElementType) + x,
        };
    }

    private Value Pick() => _values[_random.Next(3) == 0 ? _random.Next(_values.Count) : Math.Max(0, _values.Count - 1 - _random.Next(4))];

    /// <summary>A value that broadcasts with <paramref name="x"/>.</summary>
    private Value Matching(Value x)
    {
        var candidates = _values.Where(v => Fits(v, x)).ToList();
        return candidates[_random.Next(candidates.Count)];
    }

    private static bool Fits(Value a, Value b)
    {
        for (var i = 1; i <= Math.Min(a.Rank, b.Rank); i++)
        {
            var (x, y) = (a.Shape[a.Rank - i].Size, b.Shape[b.Rank - i].Size);
            if (x != y && x != 1 && y != 1) return false;
        }

        return true;
    }
}
