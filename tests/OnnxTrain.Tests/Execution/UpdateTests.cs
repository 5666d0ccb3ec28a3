namespace OnnxTrain.Tests.Execution;

/// <summary>What a step leaves in its variables.</summary>
public sealed class UpdateTests : IDisposable
{
    private static readonly Dictionary<string, long> NoAxes = [];

    private readonly Variable _a = new("a", [3000], Initializer.Zeros),
        _b = new("b", [3000], Initializer.Zeros), _scale = new("scale", [], Initializer.Zeros);
    private readonly VariableBlock _block;

    public UpdateTests()
    {
        _block = new("block", [_scale, _a, _b], ElementType.Float32);
        _scale.Elements<float>().Fill(3);
        _a.Elements<float>().Fill(1);
        _b.Elements<float>().Fill(2);
    }

    public void Dispose() => _block.Dispose();

    [Fact]
    public void Two_variables_swap()
    {
        Run([], new(_a, _b), new(_b, _a));
        AssertHold(2, 1);
    }

    [Fact]
    public void Two_variables_swap_through_views()
    {
        Run([], new(_a, _b.ToValue().Identity()), new(_b, _a.ToValue().Reshape([3, 1000]).Reshape([3000])));
        AssertHold(2, 1);
    }

    [Fact]
    public void An_update_reads_the_old_value_of_the_other()
    {
        Run([], new(_a, _a.ToValue() + _b), new(_b, _b.ToValue() * _a));
        AssertHold(3, 2);
    }

    [Fact]
    public void A_new_value_is_read_by_later_nodes()
    {
        Value grown = _a.ToValue() + 1, sum = grown * _b;
        Run([], new(_a, grown), new(_b, sum));
        AssertHold(2, 4);
    }

    [Fact]
    public void A_later_node_still_reads_the_old_value()
    {
        var grown = _a.ToValue() + 1;
        var old = _a.ToValue() * 10;
        Run([], new(_a, grown), new(_b, old));
        AssertHold(2, 10);
    }

    [Fact]
    public void One_new_value_for_two_variables()
    {
        var grown = _a.ToValue() + 5;
        Run([], new(_a, grown), new(_b, grown));
        AssertHold(6, 6);
    }

    [Fact]
    public void One_variable_takes_the_others_old_value_while_that_changes()
    {
        Run([], new(_a, _a.ToValue() + 5), new(_b, _a));
        AssertHold(6, 1);
    }

    [Fact]
    public void A_new_value_is_also_fetched()
    {
        var grown = _a.ToValue() + 1;
        using var plan = new Plan(new([], [grown, grown.Sum()], [new(_a, grown)]), NoAxes);
        plan.Run();
        plan.Run();
        Assert.Equal(3, plan.Elements<float>(grown)[7]);
        AssertHold(3, 2);
    }

    [Fact]
    public void A_fetched_variable_shows_what_it_holds_after_the_step()
    {
        var value = _a.ToValue();
        using var plan = new Plan(new([], [value], [new(_a, value + 1)]), NoAxes);
        plan.Run();
        Assert.Equal(2, plan.Elements<float>(value)[7]);
        AssertHold(2, 2);
    }

    [Fact]
    public void The_whole_block_changes_by_a_variable_within_it()
    {
        Run([], new Assignment(_block.Whole, _block.Whole.ToValue() * _scale));
        AssertHold(3, 6);
        Assert.Equal(9, _scale.Elements<float>()[0]);
    }

    [Fact]
    public void A_variable_is_set_to_a_constant_and_to_an_input()
    {
        var x = Value.Input("x", ElementType.Float32, [3000]);
        using var plan = new Plan(new([x], [], [new(_a, x), new(_b, Value.Constant(7, ElementType.Float32).Expand([3000]))]), NoAxes);
        plan.Elements<float>(x).Fill(5);
        plan.Run();
        AssertHold(5, 7);
    }

    [Fact]
    public void Steps_add_up()
    {
        using var plan = new Plan(new([], [], [new(_a, _a.ToValue() + (0.5 * _b.ToValue())), new(_b, 0.5 * _b.ToValue())]), NoAxes);
        for (var i = 0; i < 4; i++) plan.Run();
        AssertHold(1 + 1 + 0.5f + 0.25f + 0.125f, 0.125f);
    }

    [Fact]
    public void A_new_value_of_another_type_is_refused()
    {
        var message = Assert.Throws<ShapeException>(() => new Graph([], [], [new(_a, _scale)])).Message;
        Assert.Contains("a", message, StringComparison.Ordinal);
        Assert.Contains("float32[3000]", message, StringComparison.Ordinal);
        Assert.Contains("float32[]", message, StringComparison.Ordinal);
    }

    private static void Run(Value[] fetches, params Assignment[] updates)
    {
        using var plan = new Plan(new([], fetches, updates), NoAxes);
        plan.Run();
    }

    private void AssertHold(float a, float b)
    {
        Assert.All(_a.Elements<float>().ToArray(), x => Assert.Equal(a, x));
        Assert.All(_b.Elements<float>().ToArray(), x => Assert.Equal(b, x));
    }
}
