using System.IO.Compression;
using System.Text;
using Microsoft.Data.Sqlite;

namespace OnnxTrain.Cli.Tests.Sources;

/// <summary>Files that are no tables are refused by what they are, with a way on; tables that are not there by their names.</summary>
public sealed class ForeignFileTests : IDisposable
{
    private readonly Folder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sales.xlsx", "xl/workbook.xml", "sales.xlsx is an Excel workbook", "Save its sheet as CSV")]
    [InlineData("sales.csv", "xl/workbook.xml", "sales.csv is an Excel workbook", "Save its sheet as CSV")]
    [InlineData("sales.ods", "mimetype content.xml", "sales.ods is an OpenDocument file", "Save its sheet as CSV")]
    [InlineData("sales.docx", "word/document.xml", "sales.docx is a Word document", "CSV")]
    [InlineData("sales.npz", "arr_0.npy", "sales.npz is a file of NumPy arrays", "CSV")]
    [InlineData("sales.zip", "sales.csv", "sales.zip is a zip archive", "Unpack it")]
    public void Archives_are_known_by_what_is_in_them(string name, string entries, params string[] words)
    {
        using (var zip = ZipFile.Open(_folder[name], ZipArchiveMode.Create))
        {
            foreach (var entry in entries.Split(' ')) zip.CreateEntry(entry).Open().Dispose();
        }

        Refuse(name, words);
    }

    [Theory]
    [InlineData("sales.xls", "D0CF11E0A1B11AE1000000", "an Excel workbook", "Save its sheet as CSV")]
    [InlineData("sales.tar", "", "a tar archive", "Unpack it")]
    [InlineData("sales.csv.bz2", "425A6839314159265359B8A1", "compressed by bzip2", "Unpack it")]
    [InlineData("sales.csv.xz", "FD377A585A000004", "compressed by xz", "Unpack it")]
    [InlineData("sales.csv.zst", "28B52FFD04580100", "compressed by Zstandard", "Unpack it")]
    [InlineData("sales.7z", "377ABCAF271C0004", "a 7-Zip archive", "Unpack it")]
    [InlineData("sales.rar", "526172211A070100", "a RAR archive", "Unpack it")]
    [InlineData("sales.pdf", "255044462D312E370A", "a PDF document", "CSV")]
    [InlineData("sales.h5", "894844460D0A1A0A00", "an HDF5 file", "CSV")]
    [InlineData("sales.npy", "934E554D5059010076", "a NumPy array", "CSV")]
    [InlineData("sales.orc", "4F52430A0B0C0001", "an ORC file", "CSV")]
    [InlineData("sales.avro", "4F626A0104140061", "an Avro file", "CSV")]
    [InlineData("sales.pkl", "80049500000000", "a Python pickle", "CSV")]
    [InlineData("sales.png", "89504E470D0A1A0A0000000D49484452000000010000000108", "an image", "folder of images")]
    [InlineData("sales.onnx", "0808120A4F6E6E78", "a model", "Name the table")]
    [InlineData("sales.bin", "000102030405060708", "a file that holds no text", "CSV")]
    public void Formats_are_known_by_their_first_bytes(string name, string hexadecimal, params string[] words)
    {
        var content = Convert.FromHexString(hexadecimal);
        if (name == "sales.tar") content = [.. new byte[257], .. "ustar"u8, .. new byte[200]];
        File.WriteAllBytes(_folder[name], content);

        Refuse(name, [$"{name} is {words[0]}", words[1]], inspects: name is not ("sales.onnx" or "sales.bin"));
    }

    [Theory]
    [InlineData("sales.xls", "<html><table><tr><td>1</td></tr></table></html>", "a page of HTML")]
    [InlineData("sales.csv", "<!DOCTYPE html>\n<title>Sign in</title>", "a page of HTML")]
    [InlineData("sales.xml", "<?xml version=\"1.0\"?><rows/>", "an XML document")]
    [InlineData("sales.json", "[{\"a\": 1}]", "a JSON document", "object on a line of its own")]
    [InlineData("sales.json", "{\n  \"a\": 1\n}", "a JSON document", "object on a line of its own")]
    public void Texts_of_another_kind_are_refused(string name, string text, params string[] words)
    {
        _folder.Write(name, text);

        Refuse(name, words);
    }

    [Fact]
    public void A_database_is_refused_with_the_way_to_name_it()
    {
        using (var connection = new SqliteConnection($"Data Source={_folder["shop.db"]};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "CREATE TABLE t (a REAL)";
            command.ExecuteNonQuery();
        }

        Refuse("shop.db", "shop.db is an SQLite database", "sqlite:FILE --query");
    }

    [Theory]
    [InlineData("sales.parquet.gz", "PAR1", "is Parquet in gzip", "gunzip")]
    [InlineData("sales.arrow.gz", "ARROW1", "is Arrow in gzip", "gunzip")]
    [InlineData("sales.csv.gz", "PAR1", "is Parquet in gzip", "gunzip")]
    [InlineData("sales.gz", "%PDF-1.7", "is a PDF document", "CSV")]
    public void What_is_packed_is_known_too(string name, string content, params string[] words)
    {
        using (var file = new StreamWriter(new GZipStream(File.Create(_folder[name]), CompressionLevel.Fastest))) file.Write(content);

        Refuse(name, words);
    }

    [Theory]
    [InlineData("none-*.csv", "No file fits")]
    [InlineData("none-*.parquet", "No file fits")]
    [InlineData("sqlite:shop.db", "--query")]
    [InlineData("sqlite:none.db?SELECT 1", "There is no file")]
    [InlineData("none.parquet", "There is no file")]
    [InlineData("none.csv", "There is no file")]
    public void A_table_that_is_not_there_is_named(string data, params string[] words)
    {
        ToolRun.Of("train", data, "--target", "big").Refuses(words);
        ToolRun.Of("inspect", data).Refuses(words);
    }

    [Fact]
    public void A_query_that_is_refused_and_one_for_a_file_are_told()
    {
        var csv = _folder.Write("points.csv", "a,b\n1,2\n");
        using (var connection = new SqliteConnection($"Data Source={_folder["points.db"]};Pooling=False")) connection.Open();

        foreach (var verb in (string[][])[["train", "--target", "b"], ["inspect"]])
        {
            ToolRun.Of([verb[0], $"sqlite:{_folder["points.db"]}", "--query", "SELECT * FROM nothing", .. verb[1..]])
                .Refuses("points.db: ", "nothing");
            ToolRun.Of([verb[0], csv, "--query", "SELECT 1", .. verb[1..]]).Refuses("--query is for a database");
        }
    }

    [Fact]
    public void A_pipe_with_something_else_is_refused()
    {
        using var process = ToolProcess.Start(_folder.Root, "train", "-", "--target", "b");
        process.StandardInput.BaseStream.Write("PAR1\0\0"u8);
        process.StandardInput.Close();

        ToolProcess.Finish(process).Refuses("standard input is Parquet, which is read from a file");
    }

    [Fact]
    public void Headers_that_begin_as_other_formats_do_are_read()
    {
        foreach (var header in (string[])["ORC,b", "BZh,b", "BM,b", "Obj,b", "PK,b", "{\"a\",b"])
        {
            var quoted = header.Replace("{\"a\"", "{a", StringComparison.Ordinal);
            var rows = string.Concat(Enumerable.Range(0, 12).Select(i => $"{i},{i * i}\n"));
            File.WriteAllText(_folder["points"], $"{quoted}\n{rows}", new UTF8Encoding(false));

            Assert.Contains("12 rows", ToolRun.Of("inspect", _folder["points"]).Succeeds().Output, StringComparison.Ordinal);
        }
    }

    private void Refuse(string name, params string[] words) => Refuse(name, words, inspects: true);

    private void Refuse(string name, string[] words, bool inspects)
    {
        ToolRun.Of("train", _folder[name], "--target", "b").Refuses(words);
        if (inspects) ToolRun.Of("inspect", _folder[name]).Refuses(words);
    }
}
