using FsCheck;
using FsCheck.Fluent;

namespace OnnxTrain.Tests.Ops;

/// <summary>Laws of broadcasting, for shapes of up to four axes.</summary>
public class BroadcastTests
{
    private static readonly Dictionary<string, long> NoAxes = [];

    /// <summary>Three shapes that stretch to one another: each a suffix of a common shape with some axes 1.</summary>
    private static readonly Arbitrary<Shape[]> Shapes = (
        from common in Gen.ListOf(Gen.Choose(0, 4), 4)
        from parts in Gen.ListOf(from rank in Gen.Choose(0, 4) from ones in Gen.ListOf(Gen.Elements(true, false), 4) select (rank, ones), 3)
        select parts
            .Select(p => Shape.Create([.. common.Zip(p.ones, (size, one) => (Dimension)(one ? 1 : size)).Skip(4 - p.rank)]))
            .ToArray()
    ).ToArbitrary();

    [Fact]
    public void Broadcasting_is_commutative_and_associative() =>
        Prop.ForAll(
                Shapes,
                s => Join(s[0], s[1]).Equals(Join(s[1], s[0])) && Join(Join(s[0], s[1]), s[2]).Equals(Join(s[0], Join(s[1], s[2]))))
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_shape_broadcasts_with_itself_and_a_scalar_to_itself() => Prop.ForAll(Shapes, s =>
        Join(s[0], s[0]).Equals(s[0]) && Join(s[0], Shape.Scalar).Equals(s[0])).QuickCheckThrowOnFailure();

    [Fact]
    public void An_operator_stretches_its_operands_as_Expand_does() => Prop.ForAll(Shapes, s =>
    {
        Value a = Value.Input("a", ElementType.Float32, s[0]), b = Value.Input("b", ElementType.Float32, s[1]);
        var common = Join(s[0], s[1]);
        var (direct, expanded) = (a - b, a.Expand(common) - b.Expand(common));
        using var plan = Plan([a, b], direct, expanded);
        return plan.Elements<float>(direct).SequenceEqual(plan.Elements<float>(expanded));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Where_stretches_all_three() =>
        Prop.ForAll(
                Shapes,
                s =>
                {
                    Value a = Value.Input("a", ElementType.Float32, s[0]),
                        b = Value.Input("b", ElementType.Float32, s[1]), c = Value.Input("c", ElementType.Float32, s[2]);
                    var common = Join(Join(s[0], s[1]), s[2]);
                    var direct = Value.Where(a > a.Number(0), b, c);
                    var expanded = Value.Where(a.Expand(common) > a.Number(0), b.Expand(common), c.Expand(common));
                    using var plan = Plan([a, b, c], direct, expanded);
                    return plan.Elements<float>(direct).SequenceEqual(plan.Elements<float>(expanded));
                })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Summing_back_is_the_transpose_of_stretching() => Prop.ForAll(Shapes, s =>
    {
        // ⟨expand x, y⟩ = ⟨x, sum y⟩
        var common = Join(s[0], s[1]);
        Value x = Value.Input("x", ElementType.Float64, s[0]), y = Value.Input("y", ElementType.Float64, common);
        var (left, right) = ((x.Expand(common) * y).Sum(), (x * y.SumTo(s[0])).Sum());
        using var plan = new Plan(new([x, y], [left, right]), NoAxes);
        Fill<double>(plan, [x, y]);
        plan.Run();
        return Math.Abs(plan.Elements<double>(left)[0] - plan.Elements<double>(right)[0]) < 1e-12;
    }).QuickCheckThrowOnFailure();

    private static Shape Join(Shape a, Shape b) => Shape.Broadcast(a, b, "Test");

    private static Plan Plan(Value[] inputs, params Value[] outputs)
    {
        var plan = new Plan(new(inputs, outputs), NoAxes);
        Fill<float>(plan, inputs);
        plan.Run();
        return plan;
    }

    private static void Fill<T>(Plan plan, Value[] inputs)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        var random = new Random(1);
        foreach (var input in inputs)
        {
            foreach (ref var e in plan.Elements<T>(input)) e = T.CreateTruncating((2 * random.NextDouble()) - 1);
        }
    }
}
