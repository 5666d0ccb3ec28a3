namespace OnnxTrain.Tests.Data;

public sealed class ColumnReportTests
{
    [Theory]
    [InlineData("row", ColumnIssue.Identifier, "1", "2", "3", "4", "5", "6", "7", "8", "9", "10")]
    [InlineData("Unnamed: 0", ColumnIssue.Identifier, "0", "1", "2", "3", "4", "5", "6", "7", "8", "9")]
    [InlineData("No.", ColumnIssue.Identifier, "5", "6", "7", "8", "9", "10", "11", "12", "13", "14")]
    [InlineData("_", ColumnIssue.Identifier, "1", "2", "3", "4", "5", "6", "7", "8", "9", "10")]
    [InlineData("a", ColumnIssue.Identifier, "a", "b", "c", "d", "e", "f", "g", "h", "i", "j")]
    [InlineData("patient_id", ColumnIssue.Identifier, "3", "4", "7", "11", "12", "20", "21", "22", "30", "31")]
    [InlineData("PatientID", ColumnIssue.Identifier, "3", "4", "7", "11", "12", "20", "21", "22", "30", "31")]
    [InlineData("a", ColumnIssue.Constant, "5", "5", "5")]
    [InlineData("a", ColumnIssue.Constant, "x", "x", "NA")]
    [InlineData("a", ColumnIssue.AllMissing, "NA", "?")]
    public void Suspicious_columns_are_reported(string name, ColumnIssue issue, params string[] values)
    {
        var warning = Assert.Single(Report(name, values));

        Assert.Equal((name, issue), (warning.Column, warning.Issue));
        Assert.Contains($"text, column '{name}'", warning.Message);
        Assert.Contains($"Without(\"{name}\")", warning.Message);
    }

    [Theory]
    [InlineData("day", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10")]
    [InlineData("x", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9")]
    [InlineData("weight", "3", "4", "7", "11", "12", "20", "21", "22", "30", "31")]
    [InlineData("id", "3", "4", "4", "11", "12", "20", "21", "22", "30", "31")]
    [InlineData("id", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1.5")]
    [InlineData("grid", "3", "4", "7", "11", "12", "20", "21", "22", "30", "31")]
    [InlineData("a", "a", "b", "c", "d", "e", "f", "g", "h", "i", "a")]
    [InlineData("a", "1", "2", "3")]
    public void Others_are_not(string name, params string[] values) => Assert.Empty(Report(name, values));

    private static IReadOnlyList<ColumnWarning> Report(string name, string[] values) =>
        CsvTable.Parse($"{name}\n{string.Join('\n', values)}").Report();
}
