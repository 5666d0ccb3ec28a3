namespace OnnxTrain.Tests.Data;

public sealed class DataFileTests
{
    private readonly string _folder = Path.GetFullPath(AppContext.BaseDirectory);

    [Theory]
    [InlineData("missing.csv")]
    [InlineData("no/such/folder.csv")]
    public void A_file_that_does_not_exist_is_named_in_full(string name)
    {
        var path = Path.Combine(_folder, name);
        string[] messages =
        [
            Assert.Throws<DataException>(() => CsvTable.Read(path)).Message,
            Assert.Throws<DataException>(() => IdxFile.Read(path)).Message,
        ];
        Assert.All(messages, message => Assert.Contains($"There is no file '{path}'", message));
    }

    [Fact]
    public void A_folder_is_no_file() =>
        Assert.Contains($"'{_folder}' is a folder. Name a file.", Assert.Throws<DataException>(() => CsvTable.Read(_folder)).Message);
}
