namespace OnnxTrain.Tests.Graphs;

public class DimensionTests
{
    [Theory]
    [
        InlineData(1, 1, 2), InlineData(2, 0, 1), InlineData(3, -2, 4), InlineData(1, -3, 1), InlineData(2, 5, 3), InlineData(4, 7, 2),
        InlineData(6, -5, 4)
    ]
    public void The_formula_of_a_named_axis_gives_what_a_number_gives(long times, long plus, long over)
    {
        var named = ((Dimension)"height").Map(times, plus, over).Map(1, 3, 2).Map(2, -1, 1).Map(1, 1, 3);
        for (var length = 5; length < 40; length++)
        {
            var expected = ((Dimension)length).Map(times, plus, over).Map(1, 3, 2).Map(2, -1, 1).Map(1, 1, 3);
            Assert.Equal(expected.Size, named.Resolve(_ => length));
        }
    }

    [Fact]
    public void Halving_twice_is_one_formula()
    {
        var quarter = ((Dimension)"height").Map(1, 1, 2).Map(1, 1, 2);
        Assert.Equal("floor((height + 3) / 4)", quarter.Name);
        Assert.Equal(((Dimension)"height").Map(1, 3, 4), quarter);
    }

    [Fact]
    public void An_axis_that_keeps_its_length_keeps_its_name() => Assert.Equal("width", ((Dimension)"width").Map(1, 0, 1));

    [Fact]
    public void Doubling_shows_its_factor() => Assert.Equal("2 * width", ((Dimension)"width").Map(2, 0, 1).Name);

    [Fact]
    public void Doubled_and_halved_is_the_axis_itself() => Assert.Equal("width", ((Dimension)"width").Map(2, 1, 1).Map(1, 0, 2));
}
