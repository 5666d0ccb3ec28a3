using System.Text;

namespace OnnxTrain.Cli.Tests.Sources;

/// <summary>Several files as one table.</summary>
public sealed class PartTests : IDisposable
{
    private readonly Folder _folder = new();
    private readonly string[] _lines;

    public PartTests() => _lines = new PointFiles(_folder).Lines;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("x,y,big\n1,2,yes\n", "part-2.csv has other columns than part-1.csv: 'x', 'y', 'big'; not 'x', 'y', 'colour', 'big'")]
    [InlineData("x;y;colour;big\n1;2;red;yes\n", "part-2.csv has ';' between its fields, and part-1.csv has ','")]
    [InlineData("x,y,colour,big\n1,2,red\n", "part-2.csv, line 2: found 3 fields, expected 4")]
    [InlineData("\n\nx,y,colour,big\n1,2,red,yes\n\n1,2\n", "part-2.csv, line 6: found 2 fields, expected 4")]
    [InlineData("x,y,colour,big\n1,2,red,yes\n1,two,red,yes\n", "part-2.csv, line 3, column 'y': 'two'")]
    [InlineData("\"x\",\"y\r\nlong\",colour,big\n1,2,red,yes\n", "part-2.csv has other columns")]
    [InlineData("x,y,colour,big\r\n1,2,\"r\r\ned\",yes\r\n1,2\r\n", "part-2.csv, line 4: found 2 fields, expected 4")]
    [InlineData("x,y,\"colour,big\n1,2,red,yes\n", "part-2.csv, line 1: the quotes do not match")]
    public void What_is_wrong_in_a_part_is_told_with_its_name_and_line(string second, string words)
    {
        _folder.Write("part-1.csv", $"{PointFiles.Header}\n{string.Join('\n', _lines)}");
        _folder.Write("part-2.csv", second);
        _folder.Write("part-3.csv", $"{PointFiles.Header}\n{_lines[0]}\n");

        ToolRun.Of("train", _folder["part-*.csv"], "--target", "big").Refuses(words);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Lines_of_parts_are_counted_whatever_ends_them(string end)
    {
        string Part(params string[] rows) => string.Join(end, rows.Prepend("x,y"));
        _folder.Write("part-1.csv", Part([.. Enumerable.Range(0, 20).Select(i => $"{i},{i}")]));
        _folder.Write("part-2.csv", Part("1,2", "3,4") + end);
        _folder.Write("part-3.csv", Part("1,2", "3,many", "5,6"));

        ToolRun.Of("train", _folder["part-*.csv"], "--target", "y").Refuses("part-3.csv, line 3, column 'y': 'many'");
    }

    [Fact]
    public void Marks_of_byte_order_are_no_part_of_a_cell()
    {
        for (var i = 0; i < 3; i++)
            File.WriteAllText(_folder[$"part-{i}.csv"], string.Concat(_lines[(20 * i)..(20 * (i + 1))].Select(line => line + "\n")),
                i == 0 ? Encoding.UTF8 : i == 1 ? Encoding.UTF8 : Encoding.BigEndianUnicode);

        var report = ToolRun.Of("inspect", _folder["part-*.csv"], "--no-header").Succeeds().Output;

        Assert.Matches("column1 +numeric", report);
    }

    [Fact]
    public void Wrong_predictions_are_listed_with_the_file_of_their_row()
    {
        var model = _folder.Train(_folder.Write("points.csv", Tables.Points(60)), "big");
        _folder.Write("part-1.csv", $"{PointFiles.Header}\n{_lines[0]}\n");
        _folder.Write("part-2.csv", $"{PointFiles.Header}\n9,9,red,yes\n9,9,red,no\n");

        var output = ToolRun.Of("evaluate", model, _folder["part-1.csv"], _folder["part-2.csv"]).Succeeds().Output;

        // The two rows differ in their truth alone.
        Assert.Matches("part-2.csv, line [23]", output);
    }

    [Fact]
    public void A_whole_number_that_is_missing_in_one_part_is_a_number_in_all()
    {
        _folder.Write("part-1.jsonl", string.Concat(Enumerable.Range(0, 20).Select(i => $"{{\"n\": {i}, \"y\": {i}.5}}\n")));
        _folder.Write("part-2.jsonl", string.Concat(Enumerable.Range(20, 20).Select(
            i => $"{{\"y\": {i}.5, \"n\": {(i % 2 == 0 ? i : "null")}}}\n")));

        var report = ToolRun.Of("inspect", _folder["part-*.jsonl"]).Succeeds().Output;

        Assert.Contains("40 rows", report, StringComparison.Ordinal);
        ToolRun.Of("train", _folder["part-*.jsonl"], "--target", "y", "--epochs", "2", "--output", _folder["n.onnx"]).Succeeds();
    }

    [Fact]
    public void Parts_of_other_columns_kinds_or_formats_are_refused()
    {
        var one = _folder.Write("a.jsonl", "{\"n\": 1, \"y\": 1.5}\n");

        ToolRun.Of("train", one, _folder.Write("b.jsonl", "{\"m\": 1, \"y\": 1.5}\n"), "--target", "y")
            .Refuses("b.jsonl has other columns than a.jsonl");
        ToolRun.Of("train", one, _folder.Write("c.jsonl", "{\"n\": \"one\", \"y\": 1.5}\n"), "--target", "y")
            .Refuses("c.jsonl, column 'n': its values are of another kind than those of a.jsonl");
        ToolRun.Of("train", one, _folder.Write("d.csv", "n,y\n1,2\n"), "--target", "y").Refuses("d.csv is CSV, and a.jsonl is JSON lines");
        ToolRun.Of("train", one, _folder.Root, "--target", "y").Refuses("is a folder, and several arguments are files");
        ToolRun.Of("predict", "m.onnx", one, "-", "--output", _folder["p.csv"]).Refuses("There is no file");
    }

    [Fact]
    public void A_name_with_spaces_that_the_shell_took_apart_is_told() => ToolRun
        .Of("train", _folder["my"], _folder["points.csv"], "--target", "big")
        .Refuses($"There is no file '{_folder["my"]}'.", "A name with spaces goes in quotes");

    [Theory]
    [InlineData("train")]
    [InlineData("inspect")]
    public void An_option_that_is_not_known_is_no_part(string verb)
    {
        var csv = _folder.Write("points.csv", Tables.Points(60));

        ToolRun.Of([verb, csv, "--delimter", ";"]).Refuses("There is no option '--delimter'", "--delimiter");
        ToolRun.Of([verb, "--", csv, "--delimter"]).Refuses("There is no file '--delimter'");
    }

    [Fact]
    public void A_part_is_not_overwritten()
    {
        var model = _folder.Train(_folder.Write("points.csv", Tables.Points(60)), "big");
        string[] parts = [_folder.Write("part-1.csv", Tables.Points(4)), _folder.Write("part-2.csv", Tables.Points(4))];

        ToolRun.Of("predict", model, _folder["part-*.csv"], "--output", parts[1]).Refuses("is read and would be overwritten");
        ToolRun.Of("evaluate", model, parts[0], parts[1], "--output", parts[1]).Refuses("is read and would be overwritten");
        Assert.Equal(Tables.Points(4), File.ReadAllText(parts[1]));
    }
}
