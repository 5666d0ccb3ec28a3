using System.Globalization;
using System.Text;

namespace OnnxTrain.Cli.Tests;

/// <summary>Small tables to train on.</summary>
internal static class Tables
{
    public static string Iris => Example("iris.csv");

    public static string Penguins => Example("penguins.csv");

    public static string Diabetes => Example("diabetes.csv");

    public static string Digits => Example("digits.csv");

    /// <summary>Rows x, y, colour, big: big is yes where x + y exceeds 1.</summary>
    public static string Points(int rows = 40)
    {
        var random = new Random(1);
        var text = new StringBuilder("x,y,colour,big\n");
        for (var row = 0; row < rows; row++)
        {
            var (x, y) = (random.NextDouble(), random.NextDouble());
            text.Append(
                CultureInfo.InvariantCulture, $"{x:0.000},{y:0.000},{(row % 3 == 0 ? "red" : "blue")},{(x + y > 1 ? "yes" : "no")}\n");
        }

        return text.ToString();
    }

    private static string Example(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OnnxTrain.sln"))) return Path.Combine(folder.FullName, "examples", "data", name);
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds OnnxTrain.sln.");
    }
}
