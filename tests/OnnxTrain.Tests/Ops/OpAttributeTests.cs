using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using OnnxTrain.Kernels;

namespace OnnxTrain.Tests.Ops;

/// <summary>
/// Text and equality of an operator tell any two apart that differ, and are the same for the same operator: a run's identity is made of
/// them.
/// </summary>
public class OpAttributeTests
{
    /// <summary>Types with an equality by content and a text that says it.</summary>
    private static readonly HashSet<Type> Exact =
    [
        typeof(bool), typeof(int), typeof(long), typeof(uint), typeof(double), typeof(float), typeof(string), typeof(Dimension),
        typeof(Shape), typeof(Window), typeof(AxisMap), typeof(Op),
        typeof(ScanBody), typeof(AttentionForm),
    ];

    public static TheoryData<string> Rows => OpCases.Names(_ => true);

    [Fact]
    public void Attributes_are_parameters_of_exact_types()
    {
        foreach (var op in typeof(Op).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Op))))
        {
            var known = Mutations.Attributes(op).Select(p => p.Name).ToHashSet();
            foreach (
                var field in op.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                Assert.True(
                    field.Name.StartsWith('<') && known.Contains(field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)]),
                    $"{op.Name}.{field.Name} is no public attribute: it would not be in the text.");
                Assert.True(
                    IsExact(field.FieldType),
                    $"{op.Name}.{field.Name}: a {field.FieldType} has no equality by content and no text for it. A list is an "
                        + "EquatableArray.");
            }
        }
    }

    [Fact]
    public void Operators_leave_text_and_equality_to_the_compiler() =>
        Assert.Empty(
            from op in typeof(Op).Assembly.GetTypes()
            where op.IsSubclassOf(typeof(Op))
            from method in op.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where method.Name is "PrintMembers" or "ToString" or "GetHashCode" or "Equals"
            where method.GetCustomAttribute<CompilerGeneratedAttribute>() is null
            select $"{op.Name}.{method.Name}");

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_change_of_an_attribute_changes_text_equality_and_the_graph(string name)
    {
        var row = OpCases.All[name];
        var inputs = OpRun.Inputs(row, ElementType.Float32);
        var graph = new Graph(inputs, row.Build(inputs));
        var text = GraphText.Of(graph);
        foreach (var node in graph.Nodes)
        {
            Assert.Equal(node.Op, Mutations.Clone(node.Op));
            Assert.Equal(node.Op.GetHashCode(), Mutations.Clone(node.Op).GetHashCode());
            Assert.Equal(text, GraphText.Of(With(graph, node, Mutations.Clone(node.Op))));
            var texts = new HashSet<string> { node.Op.ToString() };
            foreach (var (change, op) in Mutations.Of(node.Op).DistinctBy(m => m.Op))
            {
                Assert.True(!op.Equals(node.Op), change);
                Assert.True(texts.Add(op.ToString()), $"{change} reads as another: {op}");
                Assert.True(text != GraphText.Of(With(graph, node, op)), change);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_row_gives_one_text_in_every_culture(string name)
    {
        var row = OpCases.All[name];
        var first = GraphText.Of(new(OpRun.Inputs(row, ElementType.Float32) is var a ? a : [], row.Build(a)));
        var (before, other) = (CultureInfo.CurrentCulture, (CultureInfo)CultureInfo.InvariantCulture.Clone());
        (other.NumberFormat.NumberDecimalSeparator, other.NumberFormat.NegativeSign, other.NumberFormat.PositiveSign) = (",", "−", "+");
        CultureInfo.CurrentCulture = other;
        try
        {
            var inputs = OpRun.Inputs(row, ElementType.Float32);
            Assert.Equal(first, GraphText.Of(new(inputs, row.Build(inputs))));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Orders_and_axes_of_other_numbers_are_other_operators()
    {
        Assert.NotEqual(new TransposeOp([0, 1, 3, 2]).ToString(), new TransposeOp([0, 3, 2, 1]).ToString());
        Assert.Equal("ReduceSum { Axes = [1, 2], KeepAxes = True }", new ReduceSumOp([1, 2], true).ToString());
        Assert.Equal(new ReduceSumOp([1, 2], true), new ReduceSumOp([1, 2], true));
        Assert.NotEqual(new LabelEncoderOp(["a, b"]).ToString(), new LabelEncoderOp(["a", "b"]).ToString());
        Assert.NotEqual(new LabelEncoderOp(["a\", \"b"]).ToString(), new LabelEncoderOp(["a", "b"]).ToString());
        Assert.NotEqual(new LeakyReluOp(0.1).ToString(), new LeakyReluOp(double.BitIncrement(0.1)).ToString());
    }

    private static bool IsExact(Type type) => type.IsEnum || Exact.Contains(type)
        || (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(EquatableArray<>) && IsExact(type.GetGenericArguments()[0]));

    private static Graph With(Graph graph, Node node, Op op) =>
        graph.With([.. graph.Nodes.Select(n => n == node ? new Node(op, [.. n.Inputs], n.Path, n) : n)]);
}
