namespace OnnxTrain.Tests.Ops;

/// <summary>
/// An input of an operator's case: its shape, in which <c>batch</c> is set by the test, and where its elements come from.
/// </summary>
/// <param name="Type">The element type; null for the floating-point type under test.</param>
/// <param name="Shape">The axes.</param>
/// <param name="Draw">The element at a flat position.</param>
internal sealed record OpInput(ElementType? Type, Shape Shape, Func<Random, int, double> Draw)
{
    public string[] Strings { get; private init; } = [];

    /// <summary>Uniform numbers between two bounds, none nearer to zero than <paramref name="gap"/>.</summary>
    public static OpInput Real(Shape shape, double low = -2, double high = 2, double gap = 0) => new(null, shape, (random, _) =>
    {
        double x;
        do x = low + ((high - low) * random.NextDouble());
        while (Math.Abs(x) < gap);
        return x;
    });

    /// <summary>The given numbers, over and over.</summary>
    public static OpInput Values(Shape shape, params double[] values) => new(null, shape, (_, i) => values[i % values.Length]);

    /// <summary>Whole numbers from <paramref name="low"/> on and below <paramref name="high"/>, without <paramref name="but"/>.</summary>
    public static OpInput Whole(Shape shape, int low, int high, ElementType type = ElementType.Int64, int? but = null) =>
        new(
            type, shape,
            (random, _) =>
            {
                int x;
                do x = random.Next(low, high);
                while (x == but);
                return x;
            });

    /// <summary>All that a byte holds.</summary>
    public static OpInput Pixels(Shape shape) => new(ElementType.UInt8, shape, (random, _) => random.Next(256));

    public static OpInput Flags(Shape shape) => new(ElementType.Bool, shape, (random, _) => random.Next(2));

    public static OpInput Words(Shape shape, params string[] words) =>
        new(ElementType.String, shape, (_, _) => 0) { Strings = words };

    /// <summary>Numbers that float32 holds exactly, so that every element type gets the same.</summary>
    public Nd Data(Random random, int batch)
    {
        int[] sizes = [.. Shape.Select(d => (int)d.Evaluate(_ => batch))];
        var count = sizes.Aggregate(1, (product, size) => product * size);
        return Type == ElementType.String
            ? new(sizes, []) { Words = [.. Enumerable.Range(0, count).Select(i => Strings[i % Strings.Length])] }
            : new(sizes, [.. Enumerable.Range(0, count).Select(i => (double)(float)Draw(random, i))]);
    }
}
