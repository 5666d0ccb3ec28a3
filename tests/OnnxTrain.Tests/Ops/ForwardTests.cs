namespace OnnxTrain.Tests.Ops;

/// <summary>What operators compute, against references in plain loops.</summary>
public class ForwardTests
{
    public static TheoryData<string> Rows => OpCases.Names(_ => true);

    [Theory, MemberData(nameof(Rows))]
    public void Float64_is_the_reference(string name)
    {
        var row = OpCases.All[name];
        foreach (var batch in (int[])[3, 1, 0])
        {
            var data = OpRun.Data(row, batch);
            Assert.InRange(
                OpRun.Difference(row.Reference(data), OpRun.Forward(row, ElementType.Float64, data, batch)), 0, row.Float64Tolerance);
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public void Float32_is_the_reference_rounded(string name)
    {
        var row = OpCases.All[name];
        var data = OpRun.Data(row, 5);
        Assert.InRange(
            OpRun.Difference(OpRun.Rounded(row.Reference(data)), OpRun.Forward(row, ElementType.Float32, data, 5)), 0,
            row.Float32Tolerance);
    }
}
