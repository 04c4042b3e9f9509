"""Reads the digits of many images with Spark, from a folder of pictures or a Parquet table to a Parquet table.

usage: spark-submit read_digits.py INPUT OUTPUT [--model M] [--partitions N] [--parquet --column C --form picture|pixels]

INPUT is a folder of PNG, JPEG or PNM files, read with the folders below it, or a Parquet table with a binary column
(--column, "image" unless named; --form pixels where it holds 784 bytes an image). OUTPUT is a Parquet table of the same
rows, less the image, with digit, probability, probabilities, and the reason where there is no digit.
"""

import argparse

from pyspark.sql import SparkSession

from swift_digits.spark import read_digits


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--model", default="cnn", help="cnn, cnn-small, mlp or a weights file (default: cnn)")
    parser.add_argument("--column", default="image")
    parser.add_argument("--form", choices=["picture", "pixels"], default="picture")
    parser.add_argument("--parquet", action="store_true", help="INPUT is a Parquet table, not a folder of pictures")
    parser.add_argument("--partitions", type=int, help="2 to 4 times the cores; Spark's own division where not named")
    options = parser.parse_args()

    spark = SparkSession.builder.appName("read-digits").getOrCreate()
    if options.parquet:
        images = spark.read.parquet(options.input)
        column = options.column
    else:
        files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(options.input)
        images = files.select("path", "length", "content")
        column = "content"
    if options.partitions:
        images = images.repartition(options.partitions)
    digits = read_digits(images, column, model=options.model, form=options.form).drop(column)
    digits.write.mode("errorifexists").parquet(options.output)

    # Counted from what was written, so that nothing is read twice.
    written = spark.read.parquet(options.output)
    unread = written.where("digit is null").count()
    print(f"{written.count()} images, {unread} without a digit, in {options.output}")
    spark.stop()


if __name__ == "__main__":
    main()
