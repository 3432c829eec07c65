@echo off
rem Windows: a double click opens the form; finds Python 3.11 or newer.
setlocal
chcp 65001 >nul
cd /d "%~dp0"
for %%P in ("py -3" "python" "python3") do (
  %%~P -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && (
    %%~P run.py lab %*
    if errorlevel 1 pause
    exit /b
  )
)
echo Python 3.11 or newer is needed, and was not found. Get it at https://www.python.org/downloads/ and try again.
echo Python 3.11以降が必要ですが、見つかりません。https://www.python.org/downloads/ から入れて、もう一度お試しください。
pause
exit /b 2
