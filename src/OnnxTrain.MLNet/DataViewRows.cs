using Microsoft.Data.Analysis;
using Microsoft.ML;

namespace OnnxTrain;

/// <summary>Data of ML.NET as rows: an <see cref="IDataView"/>, or a <see cref="DataFrame"/> with its nulls.</summary>
public static class DataViewRows
{
    /// <summary>
    /// The rows of a data view, read from the first to the last by a cursor of its own each time, or those of a data frame, read in any
    /// order. <see cref="RowTables.ToTable"/> makes a table of them. Floating-point and decimal numbers are float64, NaN where one is
    /// missing; whole numbers are int64 where none is missing, float64 elsewhere; texts, dates, times and durations are strings, "" where
    /// one is missing, and so are truth values, <c>true</c> and <c>false</c>. A key is the value that it stands for
    /// (<c>MapValueToKey</c>), or its number from 0, as loaders take it, if it stands for none. A vector of a fixed size is a column with
    /// the vector's dimensions as the shape of a row, in float32 for those of <see cref="float"/>.
    /// </summary>
    /// <param name="view">The data view or data frame. It must not change while the rows are in use.</param>
    /// <param name="options">The kinds of columns, and those to leave out.</param>
    /// <param name="name">What the rows are called in messages.</param>
    /// <returns>The rows. Hidden columns, which others of the same name replace, are left out.</returns>
    /// <exception cref="DataException">
    /// A column has a type that cannot be read, such as images and vectors of several sizes, or no name, or there is no column.
    /// </exception>
    public static IRowSource From(IDataView view, RowSourceOptions? options = null, string name = "data view")
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentException.ThrowIfNullOrEmpty(name);
        options ??= RowSourceOptions.Default;

        // The view that a data frame offers of itself has 0 and "" for its nulls.
        return view is DataFrame frame ? DataFrameSource.Of(frame, options, name) : DataViewSource.Of(view, options, name);
    }
}
