namespace OnnxTrain.Tests.Ops;

/// <summary>The table is whole.</summary>
public class OpTableTests
{
    [Fact]
    public void Every_operator_has_a_row()
    {
        var operators = typeof(Op).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Op)) && !type.IsAbstract);
        Assert.Empty(operators.Except(OpCases.All.Values.Select(row => row.Op)).Select(type => type!.Name));
    }

    [Fact]
    public void Every_row_uses_its_operator()
    {
        foreach (var row in OpCases.All.Values.Where(row => row.Op is not null))
        {
            var inputs = OpRun.Inputs(row, ElementType.Float32);
            Assert.Contains(new Graph(inputs, row.Build(inputs)).Nodes, node => node.Op.GetType() == row.Op);
        }
    }
}
