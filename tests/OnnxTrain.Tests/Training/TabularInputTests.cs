namespace OnnxTrain.Tests.Training;

/// <summary>What the columns of a table become, by the formulas of scikit-learn.</summary>
public sealed class TabularInputTests
{
    /// <summary>Sorted: 1, 1.5, 2.6, 3, 4, 5.5, 9; quartiles 2.05 and 4.75 by numpy.percentile. One is missing.</summary>
    private static readonly CsvTable Numbers = CsvTable.Parse("x,y\n3,0\n1,1\n4,0\n1.5,1\n,0\n9,1\n2.6,0\n5.5,1\n");

    private static readonly double[] X = [3, 1, 4, 1.5, 9, 2.6, 5.5];

    private static readonly double Mean = X.Average();

    [Theory]
    [InlineData(Scaling.Standardize)]
    [InlineData(Scaling.MinMax)]
    [InlineData(Scaling.MinMaxSymmetric)]
    [InlineData(Scaling.Robust)]
    [InlineData(Scaling.Log)]
    [InlineData(Scaling.None)]
    public void A_scaling_is_its_formula_and_a_missing_number_is_filled_in(Scaling scaling)
    {
        var meanOfLogs = X.Average(x => Math.Log(1 + x));
        var deviationOfLogs = Math.Sqrt(X.Average(x => Math.Pow(Math.Log(1 + x) - meanOfLogs, 2)));
        Func<double, double> formula = scaling switch
        {
            Scaling.Standardize => x => (x - Mean) / Math.Sqrt(X.Average(v => (v - Mean) * (v - Mean))),
            Scaling.MinMax => x => (x - 1) / 8,
            Scaling.MinMaxSymmetric => x => (2 * (x - 1) / 8) - 1,
            Scaling.Robust => x => (x - 3) / (4.75 - 2.05),
            Scaling.Log => x => (Math.Log(1 + x) - meanOfLogs) / deviationOfLogs,
            _ => x => x,
        };
        var filled = scaling switch { Scaling.Robust => 3, Scaling.Log => Math.Exp(meanOfLogs) - 1, _ => Mean };

        var features = Features(Numbers, new() { Scaling = scaling });

        double[] expected = [.. X[..4].Append(filled).Concat(X[4..]).Select(formula)];
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], features[i][0], 2e-6);
    }

    [Theory]
    [InlineData(Scaling.Standardize, 0)]
    [InlineData(Scaling.MinMax, 0)]
    [InlineData(Scaling.MinMaxSymmetric, -1)]
    [InlineData(Scaling.Robust, 0)]
    [InlineData(Scaling.Log, 0)]
    [InlineData(Scaling.None, 7)]
    public void A_constant_is_divided_by_nothing(Scaling scaling, double expected) =>
        Assert.All(
            Features(CsvTable.Parse("x,y\n7,0\n7,1\n7,0\n7,1\n"), new() { Scaling = scaling }),
            row => Assert.Equal(expected, row[0], 1e-6));

    [Fact]
    public void Columns_may_differ()
    {
        var table = CsvTable.Parse("a,b,c,y\n0,0,10,0\n1,5,20,1\n4,10,30,0\n");
        var rows = Features(
            table,
            new()
            {
                Scaling = Scaling.MinMax,
                ColumnScaling = new Dictionary<string, Scaling> { ["a"] = Scaling.None, ["c"] = Scaling.MinMaxSymmetric },
            });
        Assert.Equal(
            [
                [0, 0, -1],
                [1, 0.5, 0],
                [4, 1, 1],
            ],
            rows.Select(row => row.Select(v => (double)v)));
    }

    [Fact]
    public void A_negative_number_has_no_logarithm_when_learning_and_counts_as_zero_later()
    {
        var options = new TabularOptions { ColumnScaling = new Dictionary<string, Scaling> { ["x"] = Scaling.Log } };
        var e = Assert.Throws<DataException>(() => TabularModel.Classifier(CsvTable.Parse("x,y\n1,0\n-0.5,1\n"), "y", options: options));
        Assert.Contains("line 3: column 'x' holds -0.5", e.Message, StringComparison.Ordinal);

        var model = TabularModel.Classifier(CsvTable.Parse("x,y\n1,0\n3,1\n"), "y", options: options);
        var later = Rows(model.Encode(CsvTable.Parse("x,y\n0,0\n-0.5,0\n-20,1\n")));
        Assert.Equal(later[0][0], later[1][0]);
        Assert.Equal(later[0][0], later[2][0]);
        Assert.Equal((0 - (0.5 * Math.Log(8))) / (0.5 * Math.Log(2)), later[0][0], 1e-6);
    }

    /// <summary>
    /// b, c, d, e are numbers 1 to 4 in ordinal order, so that three digits are needed; what is unknown or missing is 000.
    /// </summary>
    [Fact]
    public void A_binary_code_counts_from_one()
    {
        var model = TabularModel.Classifier(
            CsvTable.Parse("x,y\nd,0\nb,1\ne,0\nc,1\n"), "y", options: new() { Encoding = CategoryEncoding.Binary });
        var rows = Rows(model.Encode(CsvTable.Parse("x,y\nb,0\nc,0\nd,0\ne,0\nz,0\n,0\n")));
        Assert.Equal([[0, 0, 1], [0, 1, 0], [0, 1, 1], [1, 0, 0], [0, 0, 0], [0, 0, 0]], rows);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    [InlineData(7, 3)]
    [InlineData(8, 4)]
    [InlineData(1000, 10)]
    public void A_binary_code_has_as_many_digits_as_its_largest_number(int categories, int digits)
    {
        Assert.Equal((int)Math.Ceiling(Math.Log2(categories + 1)), digits);
        Assert.Equal(digits, CategoryEncoding.Binary.Width(categories));
    }

    /// <summary>The example of scikit-learn's FeatureHasher: dog, cat, elephant and run in 10 features.</summary>
    [Fact]
    public void A_hash_is_that_of_scikit_learn()
    {
        var table = CsvTable.Parse("x,y\ndog,0\ncat,1\nelephant,0\nrun,1\n");
        var model = TabularModel.Classifier(
            table, "y", options: new() { ColumnEncoding = new Dictionary<string, CategoryEncoding> { ["x"] = CategoryEncoding.Hash(10) } });
        var rows = Rows(model.Encode(CsvTable.Parse("x,y\ndog,0\ncat,1\nelephant,0\nrun,1\nhorse,0\n,0\n")));
        Assert.All(rows, row => Assert.Equal(10, row.Length));
        Assert.Equal(
            [(3, -1f), (9, 1f), (2, -1f), (4, -1f)],
            rows[..4].Select(row => (Array.FindIndex(row, v => v != 0), row.Single(v => v != 0))));
        Assert.All(rows[4].Concat(rows[5]), v => Assert.Equal(0, v));
    }

    /// <summary>Published values of MurmurHash3 for x86 with 32 bits and seed 0.</summary>
    [Theory]
    [InlineData("", 0u)]
    [InlineData("test", 0xba6bd213)]
    [InlineData("Hello, world!", 0xc0363e43)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x2e4ff723)]
    public void The_hash_is_MurmurHash3(string text, uint expected) => Assert.Equal(expected, (uint)MurmurHash.Of(text));

    [Fact]
    public void A_missing_value_that_occurs_in_training_is_a_category()
    {
        var table = CsvTable.Parse("x,z,y\na,1,0\nb,2,1\n,3,0\n");
        Assert.Equal(
            [
                [0, 1],
                [1, 0],
                [1, 1],
            ], Rows(Model(Encoding(CategoryEncoding.Binary)).Encode(table))
                .Select(row => new[] { row[1], row[2] })
                .OrderBy(r => r[0])
                .ThenBy(r => r[1]));
        Assert.Equal(1, Rows(Model(Encoding(CategoryEncoding.Hash(4))).Encode(table))[2][1..].Sum(Math.Abs));

        DataModel Model(TabularOptions options) => TabularModel.Classifier(table, "y", options: options);
        static TabularOptions Encoding(CategoryEncoding encoding) => new() { Encoding = encoding };
    }

    [Fact]
    public void A_choice_that_does_not_fit_its_column_is_refused()
    {
        var table = CsvTable.Parse("x,c,w,y\n1,a,1,0\n2,b,1,1\n");
        Refused("'nowhere'", new() { ColumnScaling = new Dictionary<string, Scaling> { ["nowhere"] = Scaling.Log } });
        Refused(
            "Column 'c' holds categories such as 'a'; the scaling Robust is for numbers",
            new() { ColumnScaling = new Dictionary<string, Scaling> { ["c"] = Scaling.Robust } });
        Refused(
            "Column 'x' holds numbers; the encoding Binary",
            new() { ColumnEncoding = new Dictionary<string, CategoryEncoding> { ["x"] = CategoryEncoding.Binary } });
        Refused(
            "Column 'y' is not an input of the model",
            new() { ColumnScaling = new Dictionary<string, Scaling> { ["y"] = Scaling.None } });
        Refused(
            "Column 'w' is not an input of the model",
            new()
            {
                Ignore = ["w"], ColumnScaling = new Dictionary<string, Scaling> { ["w"] = Scaling.None },
            });
        Assert.Throws<ArgumentOutOfRangeException>(() => CategoryEncoding.Hash(0));
        Assert.Throws<ArgumentException>(() => TabularModel.Classifier(table, "y", options: new() { LogTarget = true }));

        void Refused(string message, TabularOptions options) =>
            Assert.Contains(
                message,
                Assert.Throws<DataException>(() => TabularModel.Classifier(table, "y", options: options)).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void A_column_of_weights_is_no_input_and_counts_in_the_loss()
    {
        var table = CsvTable.Parse("x,w,y\n1,0.5,0\n2,0,1\n3,2,0\n4,1,1\n");
        var model = TabularModel.Classifier(table, "y", options: new() { Weight = "w" });
        Assert.Equal(["x"], model.Columns);
        Assert.Equal([0.5f, 0, 2, 1], model.Encode(table).Weights);
        Assert.Equal(4, model.Evaluate(table.Without("w")).RowCount);
        Assert.Equal(4, model.Predict(table.Without("w", "y")).Count);
        Assert.Contains(
            "no column 'w'",
            Assert.Throws<DataException>(() => model.Encode(table.Without("w"))).Message,
            StringComparison.Ordinal);
        Refused("line 3: the weight 'w' is -1", "x,w,y\n1,1,0\n2,-1,1\n");
        Refused("line 2: the weight 'w' is missing", "x,w,y\n1,,0\n2,1,1\n");
        Refused("all weights in 'w' are 0", "x,w,y\n1,0,0\n2,0,1\n");
        Refused("holds text such as 'a'", "x,w,y\n1,a,0\n2,b,1\n");
        Assert.Contains(
            "cannot also be the column of row weights",
            Assert.Throws<DataException>(() => TabularModel.Classifier(table, "y", options: new() { Weight = "y" })).Message,
            StringComparison.Ordinal);

        static void Refused(string message, string text) =>
            Assert.Contains(
                message, Assert
                    .Throws<DataException>(() => TabularModel.Classifier(CsvTable.Parse(text), "y", options: new() { Weight = "w" }))
                    .Message,
                StringComparison.Ordinal);
    }

    /// <summary>Targets e − 1 and e³ − 1 have the logarithms 1 and 3: mean 2, deviation 1, so that an untrained 0 means e² − 1.</summary>
    [Fact]
    public void A_logarithmic_target_is_learned_and_undone()
    {
        var table = Table(Math.E - 1, Math.Pow(Math.E, 3) - 1);
        var model = TabularModel.Regressor(table, "y", hidden: [], options: new() { LogTarget = true });
        foreach (var parameter in model.Parameters) parameter.Elements<float>().Clear();
        Assert.All(model.Predict(table), p => Assert.Equal(Math.Exp(2) - 1, p.Value, 1e-5));
        using var validator = new Validator<float>(model, new MseLoss());
        Assert.Equal(1, validator.Run(model.Encode(table)).Loss, 1e-6);
        Assert.Contains(
            "'y' holds -2",
            Assert.Throws<DataException>(() => TabularModel.Regressor(Table(3, -2), "y", options: new() { LogTarget = true })).Message,
            StringComparison.Ordinal);
        Assert.Contains("'y' holds -2", Assert.Throws<DataException>(() => model.Encode(Table(3, -2))).Message, StringComparison.Ordinal);

        static CsvTable Table(double first, double second) =>
            CsvTable.Parse(FormattableString.Invariant($"x,y\n1,{first:R}\n2,{second:R}\n"));
    }

    private static float[][] Features(CsvTable table, TabularOptions options) =>
        Rows(TabularModel.Classifier(table, "y", options: options).Encode(table));

    private static float[][] Rows(Dataset data)
    {
        var elements = Dataset.Elements(data.Features[0].As<float>()).ToArray();
        var width = elements.Length / data.RowCount;
        return [.. elements.Chunk(width)];
    }
}
